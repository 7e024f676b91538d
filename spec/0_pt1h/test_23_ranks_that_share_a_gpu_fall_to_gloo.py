"""pt1h: where ranks share a GPU, the ddp chapter uses gloo, and says why.

They share it where their machine has fewer GPUs than ranks; each of torchrun's machines counts its
own. This one is made to seem to have one GPU. No rank is started here.
"""

import pytest
import torch

from pt1h.command import main
from pt1h.ddp import RankResult


@pytest.mark.parametrize(
    ("nproc", "ranks_here", "said"),
    [
        (1, None, ["1 rank, nccl, cuda"]),
        (
            2,
            None,
            [
                "2 ranks, gloo, cuda",
                "nccl takes a GPU for each rank, and a torch that has it: gloo instead",
            ],
        ),
        (2, "1", ["2 ranks, nccl, cuda"]),
    ],
    ids=["one rank", "two ranks", "two machines"],
)
def test_ranks_that_share_a_gpu_fall_to_gloo(nproc, ranks_here, said, monkeypatch, capsys):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    monkeypatch.setattr(torch.distributed, "is_nccl_available", lambda: True)
    ranks = [RankResult([], (5, 5), 0, 0, [])] * nproc
    monkeypatch.setattr("pt1h.command.train_toy_distributed", lambda *_, **options: ranks)
    monkeypatch.setattr("pt1h.command.warm_up", lambda: None)
    if ranks_here is not None:  # as torchrun says on each of two machines
        monkeypatch.setenv("LOCAL_WORLD_SIZE", ranks_here)
        monkeypatch.setattr("pt1h.distributed.under_torchrun", lambda: True)

    assert main(["ddp", "--device", "cuda", "--nproc", str(nproc)]) == 0

    out = capsys.readouterr().out
    assert out.partition("# 8 ddp\n\n")[2].splitlines() == [
        *said,
        "[TRAIN ACCURACY] 100.0% (5 of 5 records)",
    ]
