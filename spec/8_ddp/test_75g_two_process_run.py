"""Beyond In [74]: torch.multiprocessing starts two processes that train the network with DDP.

The notebook's own script is in a separate file. Each line is a step of one rank, with the loss of
its own batch. A seed set in the parent does not reach the ranks, so each one sets it.

See torch.distributed.init_process_group.
"""

import pytest
import torch
import torch.nn.functional as F
from torch import distributed
from torch import multiprocessing as mp
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, DistributedSampler

from pt1h import NeuralNetwork, ToyDataset, compute_accuracy
from pt1h.data import x_train, y_train
from pt1h.ranks import START_METHOD


def train_on_rank(rank, world_size, backend, folder):
    # The ranks find each other through a file.
    distributed.init_process_group(
        backend, init_method=(folder / "rendezvous").as_uri(), rank=rank, world_size=world_size
    )
    device = torch.device("cpu")
    if backend == "nccl":
        device = torch.device("cuda", rank)
        torch.cuda.set_device(device)
    train_ds = ToyDataset(x_train, y_train)
    sampler = DistributedSampler(train_ds)
    train_loader = DataLoader(train_ds, batch_size=2, sampler=sampler)
    torch.manual_seed(123)
    network = NeuralNetwork(num_inputs=2, num_outputs=2).to(device)
    model = DistributedDataParallel(network)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    lines = []
    for epoch in range(1, 4):
        # Otherwise each epoch would repeat the order of the first.
        sampler.set_epoch(epoch)
        model.train()
        for batch, (features, labels) in enumerate(train_loader, 1):
            loss = F.cross_entropy(model(features.to(device)), labels.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            lines.append(
                f"[RANK] {rank} [EPOCH] {epoch:03d}/003"
                f" | Batch {batch:03d}/{len(train_loader):03d} | Train/Val Loss: {loss:.2f}\n"
            )
    # start_processes() discards return values, so each rank saves its result. It then exits
    # without calling destroy_process_group(), which can deadlock (seen on torch 2.7 and 2.13).
    accuracy = compute_accuracy(network.cpu(), DataLoader(train_ds, batch_size=2))
    torch.save((lines, accuracy), folder / f"{rank}.pt")


def run(world_size, backend, folder):
    folder.mkdir()
    arguments = (world_size, backend, folder)
    mp.start_processes(train_on_rank, arguments, nprocs=world_size, start_method=START_METHOD)
    return [torch.load(folder / f"{rank}.pt") for rank in range(world_size)]


def test_two_process_run(printed, transcript, tmp_path):
    (lines_0, accuracy_0), (lines_1, accuracy_1) = run(2, "gloo", tmp_path / "gloo")

    print(*lines_0, *lines_1, sep="", end="")
    print(f"[TRAIN ACCURACY] {accuracy_0 * 100}%")

    assert printed() == transcript
    assert accuracy_0 == accuracy_1 == 1


@pytest.mark.gpu
def test_a_rank_on_each_gpu(tmp_path):
    gpus = torch.cuda.device_count()

    assert run(gpus, "nccl", tmp_path / "nccl") == run(gpus, "gloo", tmp_path / "gloo")
