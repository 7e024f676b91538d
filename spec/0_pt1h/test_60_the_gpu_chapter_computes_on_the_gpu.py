"""pt1h: the gpu chapter adds tensors and trains on the GPU, and prints the notebook's lines.

See torch.cuda.
"""

from pathlib import Path

import pytest

from pt1h import compute_accuracy, hour
from pt1h.command import main
from pt1h.data import loaders
from pt1h.training import train_toy

pytestmark = pytest.mark.gpu

CHAPTER = Path(__file__).parents[1] / "7_gpu"


def test_the_gpu_chapter_computes_on_the_gpu(gpu, printed, monkeypatch):
    trained = []

    def trains_and_tells(device):
        trained.append(train_toy(device))
        return trained[-1]

    monkeypatch.setattr(hour, "train_toy", trains_and_tells)

    assert main(["gpu", "--device", "cuda"]) == 0

    out = printed()
    assert f"In [72]:\ntensor([5., 7., 9.], device='cuda:{gpu}')\n" in out
    losses = (CHAPTER / "test_74_loss_falls_alike_on_the_gpu.txt").read_text(encoding="utf-8")
    assert out.endswith(f"In [74]:\n{losses}")
    ((model, steps),) = trained
    assert all(parameter.is_cuda for parameter in model.parameters())
    assert all(step.loss.is_cuda for step in steps)
    six = [0.748736, 0.645031, 0.442256, 0.125623, 0.026906, 0.004327]
    assert [step.loss.item() for step in steps] == pytest.approx(six, abs=1e-5)
    assert compute_accuracy(model, loaders()[1]) == 1.0
