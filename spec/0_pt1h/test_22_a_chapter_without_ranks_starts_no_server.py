"""pt1h: a chapter without ranks starts no server of ranks; the whole hour starts it first of all.

So it imports torch while the chapters before ddp are replayed. All are empty here.
"""

import re

import pytest

from pt1h.command import CHAPTERS, main


@pytest.mark.parametrize(
    ("arguments", "started"),
    [([], ["server", *CHAPTERS]), (["ddp"], ["server", "ddp"])]
    + [([chapter], [chapter]) for chapter in CHAPTERS if chapter != "ddp"],
)
def test_a_chapter_without_ranks_starts_no_server(arguments, started, monkeypatch, capsys):
    asked = []
    monkeypatch.setattr("pt1h.command.warm_up", lambda: asked.append("server"))
    for chapter in CHAPTERS:
        monkeypatch.setitem(CHAPTERS, chapter, lambda _, chapter=chapter: asked.append(chapter))

    assert main([*arguments, "--device", "cpu"]) == 0

    assert asked == started
    headings = re.findall(r"^# \d (\w+)$", capsys.readouterr().out, re.MULTILINE)
    assert headings == [chapter for chapter in started if chapter != "server"]
