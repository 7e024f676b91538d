"""Ranks: nccl without CUDA, or with more ranks than GPUs, is refused before any rank is started.

See torch.distributed.init_process_group.
"""

from unittest.mock import Mock

import pytest
import torch

from pt1h.distributed import launch

pytestmark = pytest.mark.faults


def worker():
    return torch.cuda.current_device()


@pytest.mark.parametrize("gpus", [0, 1])
def test_nccl_without_a_gpu_for_each_rank(gpus, monkeypatch):
    monkeypatch.setattr(torch.cuda, "device_count", lambda: gpus)

    sentence = (
        r"^backend nccl takes a GPU for each of 2 ranks \(torch .* sees .*\):"
        " use backend gloo, or fewer ranks$"
    )
    with pytest.raises(ValueError, match=sentence):
        launch(worker, nproc=2, backend="nccl")


def test_as_many_gpus_as_ranks_will_do(monkeypatch):
    monkeypatch.setattr("pt1h.distributed.warm_up", Mock(side_effect=ArithmeticError))
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)

    with pytest.raises(ArithmeticError):
        launch(worker, nproc=2, backend="nccl")
