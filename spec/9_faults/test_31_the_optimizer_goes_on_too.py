"""Ranks: a run that goes on finds its optimizer as it was, with momentum and learning rate.

See torch.optim.Optimizer.load_state_dict.
"""

import pytest
import torch
from torch.utils.data import DataLoader, DistributedSampler

from pt1h import NeuralNetwork, ToyDataset
from pt1h.checkpoint import read, write
from pt1h.command import main
from pt1h.data import toy_records
from pt1h.ddp import resume, run_state
from pt1h.distributed import launch
from pt1h.training import iter_steps

pytestmark = pytest.mark.faults


def worker(path):
    """What an optimizer with a memory holds after an epoch, and once more after it is resumed."""
    states = []
    for epoch in (1, 2):
        model = NeuralNetwork(2, 2)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
        dataset = ToyDataset(*toy_records(8))
        sampler = DistributedSampler(dataset)
        loader = DataLoader(dataset, batch_size=2, sampler=sampler)
        if epoch == 1:
            list(iter_steps(model, loader, optimizer, num_epochs=1))
            write(run_state(model, optimizer, sampler, 2, epoch), path)
        else:
            assert resume(path, model, optimizer, sampler, 2) == 1
        states.append(optimizer.state_dict()["state"])
    return states


def test_the_optimizer_goes_on_too(tmp_path):
    ((before, after),) = launch(worker, 1, tmp_path / "run.pth")

    assert before.keys() == set(range(6))
    for number, state in before.items():
        assert torch.equal(after[number]["momentum_buffer"], state["momentum_buffer"])


def test_the_learning_rate_of_the_checkpoint_is_kept(tmp_path):
    path = tmp_path / "run.pth"
    command = ["ddp", "--device", "cpu", "--checkpoint", str(path)]
    assert main(command) == 0
    state = read(path) | {"epoch": 1}
    state["optimizer"]["param_groups"][0]["lr"] = 0.0
    write(state, path)

    assert main(command) == 0

    assert read(path)["epoch"] == 3
    for name, tensor in read(path)["model"].items():
        assert torch.equal(tensor, state["model"][name])
