"""pt1h: a chapter without ranks starts none, and no server to fork them from."""

import pytest

from pt1h.command import CHAPTERS, main


@pytest.mark.parametrize("chapter", [chapter for chapter in CHAPTERS if chapter != "ddp"])
def test_a_chapter_without_ranks_starts_no_server(chapter, monkeypatch, capsys):
    asked = []
    for start in ("warm_up", "train_toy_distributed"):
        monkeypatch.setattr(f"pt1h.command.{start}", lambda *_, start=start: asked.append(start))

    assert main([chapter, "--device", "cpu"]) == 0

    assert asked == []
    assert chapter in capsys.readouterr().out
