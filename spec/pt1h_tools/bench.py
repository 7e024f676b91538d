"""Print speed ratios that are measured in one run: nox -s bench.

The two functions under comparison take turns, so that a slow moment of the machine affects both.
Each ratio is the median over all rounds, shown with its quartiles.
"""

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from timeit import timeit
from typing import Any

import torch
import torch.nn.functional as F
from torch import distributed
from torch.multiprocessing.spawn import spawn
from torch.utils.data import DataLoader

from pt1h import NeuralNetwork, ToyDataset, train
from pt1h.data import batch_loader, toy_records
from pt1h.ddp import train_replica
from pt1h.ranks import START_METHOD, launch, leave

FACT = "spec/1_tensors/test_05_integers_default_to_int64.py"


def python(*arguments: str) -> Callable[[], Any]:
    return partial(subprocess.run, [sys.executable, *arguments], check=True, capture_output=True)


def all_reduce() -> None:
    distributed.all_reduce(torch.ones(1))


def rank_of_spawn(rank: int, rendezvous: str) -> None:
    distributed.init_process_group("gloo", rendezvous, rank=rank, world_size=2)
    all_reduce()
    leave(0)


def launch_by_spawn() -> None:
    with tempfile.TemporaryDirectory() as folder:
        spawn(rank_of_spawn, args=(f"file://{folder}/rendezvous",), nprocs=2)


def bare_loop(model: torch.nn.Module, loader: DataLoader[Any]) -> None:
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    model.train()
    for _ in range(3):
        for features, labels in loader:
            loss = F.cross_entropy(model(features), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()


def show(
    name: str, function: Callable[[], Any], than: str, baseline: Callable[[], Any], rounds: int = 5
) -> None:
    """Print how many times as fast as the baseline the function is, after a warm-up round."""
    times = [[timeit(timed, number=1) for timed in (function, baseline)] for _ in range(rounds + 1)]
    ratios = [baseline_time / time for time, baseline_time in times[1:]]
    low, median, high = statistics.quantiles(ratios, n=4)
    print(f"| {name} | {median:.3g} ({low:.3g} to {high:.3g}) | {than} |", flush=True)


def main() -> None:
    torch.set_num_threads(1)
    print(f"torch {torch.__version__}\n\n| | times as fast as | |\n| --- | --- | --- |")
    pytest = partial(python, "-m", "pytest", "-q", "-p", "no:cacheprovider")
    floor = "import torch, torch._dynamo"
    show("the suite", pytest(), f"`{floor}`", python("-c", floor))
    show("one fact's file", pytest(FACT), "`import torch`", python("-c", "import torch"))

    launched = partial(launch, all_reduce, 2)
    torchrun = python("-m", "torch.distributed.run", "--nproc-per-node=2", __file__, "rank")
    by_launch = "two ranks by `launch`, warm"
    show(by_launch, launched, "by `torch.multiprocessing.spawn`", launch_by_spawn)
    show(by_launch, launched, "by torchrun", torchrun)

    cpu = torch.device("cpu")
    one, two, four = (partial(launch, train_replica, n, cpu, 1_000_000) for n in (1, 2, 4))
    show("three epochs of 1000000 records in 2 ranks", two, "in 1", one)
    show("three epochs of 1000000 records in 4 ranks", four, "in 1", one)

    model = NeuralNetwork(2, 2)
    loader = DataLoader(ToyDataset(*toy_records(600)), batch_size=2)
    trained = partial(train, model, loader)
    show("`pt1h.train`", trained, "the bare loop", partial(bare_loop, model, loader), rounds=40)

    five = ToyDataset(*toy_records())
    by_workers = DataLoader(five, 2, num_workers=2, multiprocessing_context=START_METHOD)
    alone = DataLoader(five, 2)
    epoch = "an epoch of five records with 2 workers"
    show(epoch, partial(list, by_workers), "without", partial(list, alone))

    million = ToyDataset(*toy_records(1_000_000))
    batches, one_by_one = batch_loader(million, 1024), DataLoader(million, 1024)
    records = "1000000 records by `batch_loader`"
    show(records, partial(list, batches), "by `DataLoader`", partial(list, one_by_one), rounds=3)


if __name__ == "__main__":
    if sys.argv[1:] == ["rank"]:
        distributed.init_process_group("gloo")
        all_reduce()
        leave(0)
    main()
