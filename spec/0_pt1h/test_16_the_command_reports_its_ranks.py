"""pt1h: the ddp chapter hands its options to the ranks, and reports what they bring back.

Of the document's own run it says no more than the document. No rank is started here.
"""

from pathlib import Path

import pytest
import torch

from pt1h.command import main
from pt1h.ddp import RankResult

OPTIONS = ["--records", "20000", "--drop-last", "--checkpoint", "run.pth", "--timeout", "5"]


@pytest.mark.parametrize(
    ("options", "handed", "timeout", "resumed", "left_out", "seconds"),
    [
        ([], (None, False, None), 60, "", "", ""),
        (
            OPTIONS,
            (20000, True, Path("run.pth")),
            5,
            "[RESUMED] run.pth was written after epoch 2\n",
            "[LEFT OUT] 1 of 8 records in each epoch\n",
            "[SECONDS] 0.50 0.25 per epoch\n",
        ),
    ],
    ids=["the document's run", "a run with options"],
)
def test_the_command_reports_its_ranks(
    options, handed, timeout, resumed, left_out, seconds, monkeypatch, capsys
):
    asked = []

    def ranks(*settings, **keywords):
        asked.append((settings, keywords))
        return [
            RankResult([f"[RANK] {rank} first", f"[RANK] {rank} last"], (7, 8), 1, done, took)
            for rank, took in enumerate([[0.5, 0.25], [9.0, 9.0]])
        ]

    done = 2 if resumed else 0
    monkeypatch.setattr("pt1h.command.train_toy_distributed", ranks)
    monkeypatch.setattr("pt1h.command.warm_up", lambda: asked.append("server"))

    assert main(["ddp", "--device", "cpu", *options]) == 0

    out, err = capsys.readouterr()
    assert asked == ["server", ((2, torch.device("cpu"), *handed), {"timeout": timeout})]
    assert out.partition("# 8 ddp\n")[2] == (
        f"\n2 ranks, gloo, cpu\n{resumed}"
        "[RANK] 0 first\n[RANK] 0 last\n[RANK] 1 first\n[RANK] 1 last\n"
        f"{left_out}[TRAIN ACCURACY] 87.5% (7 of 8 records)\n"
    )
    assert err == seconds
