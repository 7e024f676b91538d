"""pt1h: the ddp chapter hands its options to the ranks, and reports what they bring back.

Two ranks that share a GPU fall to gloo, and the command says so. No rank is started here.
"""

from pathlib import Path

import pytest
import torch

from pt1h.command import main
from pt1h.ddp import RankResult


@pytest.fixture
def asked(monkeypatch):
    """What was asked for: the server that ranks are forked from, and the ranks."""
    asked = []

    def ranks(*settings, **options):
        asked.append((settings, options))
        return [
            RankResult([f"[RANK] {rank} first", f"[RANK] {rank} last"], (7, 8), 1, done, seconds)
            for rank, (done, seconds) in enumerate([(2, [0.5, 0.25]), (2, [9.0, 9.0])])
        ]

    monkeypatch.setattr("pt1h.command.train_toy_distributed", ranks)
    monkeypatch.setattr("pt1h.command.warm_up", lambda: asked.append("server"))
    return asked


def test_the_command_reports_its_ranks(asked, capsys):
    options = ["--records", "20000", "--drop-last", "--checkpoint", "run.pth", "--timeout", "5"]
    assert main(["ddp", "--device", "cpu", *options]) == 0

    out, err = capsys.readouterr()
    ranks = (2, torch.device("cpu"), 20000, True, Path("run.pth")), {"timeout": 5.0}
    assert asked == ["server", ranks]
    assert out.partition("# 8 ddp\n")[2] == (
        "\n2 ranks, gloo, cpu\n"
        "[RESUMED] run.pth was written after epoch 2\n"
        "[RANK] 0 first\n[RANK] 0 last\n[RANK] 1 first\n[RANK] 1 last\n"
        "[LEFT OUT] 1 of 8 records in each epoch\n"
        "[TRAIN ACCURACY] 87.5% (7 of 8 records)\n"
    )
    assert err == "[SECONDS] 0.50 0.25 per epoch\n"


def test_the_documents_run_says_no_more_than_the_document(asked, capsys):
    assert main(["ddp", "--device", "cpu"]) == 0

    out, err = capsys.readouterr()
    assert asked == ["server", ((2, torch.device("cpu"), None, False, None), {"timeout": 60})]
    assert "[LEFT OUT]" not in out
    assert err == ""


def test_a_chapter_without_ranks_starts_no_server(asked):
    assert main(["tensors"]) == 0

    assert asked == []


@pytest.mark.parametrize(
    ("nproc", "ranks_here", "first_lines"),
    [
        (1, None, ["1 rank, nccl, cuda", "[RESUMED] None was written after epoch 2"]),
        (
            2,
            None,
            [
                "2 ranks, gloo, cuda",
                "nccl takes a GPU for each rank, and a torch that has it: gloo instead",
            ],
        ),
        (2, "1", ["2 ranks, nccl, cuda", "[RESUMED] None was written after epoch 2"]),
    ],
)
def test_ranks_that_share_a_gpu_fall_to_gloo(
    nproc, ranks_here, first_lines, asked, capsys, monkeypatch
):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.distributed, "is_nccl_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    if ranks_here is not None:  # as torchrun says on each of two machines
        monkeypatch.setenv("LOCAL_WORLD_SIZE", ranks_here)
        monkeypatch.setattr("pt1h.distributed.under_torchrun", lambda: True)

    assert main(["ddp", "--device", "cuda", "--nproc", str(nproc)]) == 0

    out = capsys.readouterr().out
    assert out.partition("# 8 ddp\n\n")[2].splitlines()[:2] == first_lines
