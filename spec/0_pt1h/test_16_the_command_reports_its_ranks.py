"""pt1h: the ddp chapter passes its options to the ranks and prints their results.

Chapters without ranks start no fork server. These tests replace launch() or the chapters, so no
rank starts.
"""

from pathlib import Path

import pytest
import torch

from pt1h.command import CHAPTERS, main
from pt1h.ddp import RankResult, train_replica

RESUMED = "[RESUMED] run.pth was written after epoch 2\n"


@pytest.mark.parametrize(
    ("options", "settings", "resumed"),
    [
        ([], (None, None), ""),
        (["--records", "8", "--checkpoint", "run.pth"], (8, Path("run.pth")), RESUMED),
    ],
)
def test_the_command_reports_its_ranks(options, settings, resumed, monkeypatch, capsys):
    calls = []

    def launch(*arguments, backend):
        calls.append((*arguments, backend))
        return [
            RankResult([f"[RANK] {rank} first", f"[RANK] {rank} last"], (7, 8), 2 if resumed else 0)
            for rank in (0, 1)
        ]

    monkeypatch.setattr("pt1h.command.launch", launch)
    monkeypatch.setattr("pt1h.command.warm_up", lambda: calls.append("fork server"))

    assert main(["ddp", "--device", "cpu", *options]) == 0

    assert calls == ["fork server", (train_replica, 2, torch.device("cpu"), *settings, "gloo")]
    assert capsys.readouterr().out.partition("# 8 ddp\n")[2] == (
        f"\n2 ranks, gloo, cpu\n{resumed}"
        "[RANK] 0 first\n[RANK] 0 last\n[RANK] 1 first\n[RANK] 1 last\n"
        "[TRAIN ACCURACY] 87.5% (7 of 8 records)\n"
    )


@pytest.mark.parametrize(
    ("arguments", "started"),
    [([], ["fork server", *CHAPTERS]), (["ddp"], ["fork server", "ddp"]), (["gpu"], ["gpu"])],
)
def test_a_chapter_without_ranks_starts_no_server(arguments, started, monkeypatch, capsys):
    calls = []
    monkeypatch.setattr("pt1h.command.warm_up", lambda: calls.append("fork server"))
    for chapter in CHAPTERS:
        monkeypatch.setitem(CHAPTERS, chapter, lambda _, chapter=chapter: calls.append(chapter))

    assert main([*arguments, "--device", "cpu"]) == 0

    assert calls == started
