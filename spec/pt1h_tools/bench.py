"""Print speed ratios that are measured in one run: nox -s bench.

Functions under comparison take turns, so that a slow moment of the machine affects them all. Each
ratio is the median over all rounds, shown with its quartiles.
"""

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
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


def all_reduce() -> float:
    total = torch.ones(1)
    distributed.all_reduce(total)
    return float(total)


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


def time_alternately(rounds: int, *functions: Callable[[], Any]) -> list[list[float]]:
    """Return the seconds that each function took in each round, after a warm-up round."""
    from torch.utils.benchmark import Timer  # here, so that ranks do not import it

    timers = [Timer("f()", globals={"f": function}) for function in functions]
    times = [[timer.timeit(1).median for timer in timers] for _ in range(rounds + 1)]
    return [list(column) for column in zip(*times[1:], strict=True)]


def show(ours: str, theirs: str, our_times: list[float], their_times: list[float]) -> None:
    ratios = [their / our for our, their in zip(our_times, their_times, strict=True)]
    low, median, high = statistics.quantiles(ratios, n=4)
    print(f"| {ours} | {median:.3g} ({low:.3g} to {high:.3g}) | {theirs} |", flush=True)


def main() -> None:
    torch.set_num_threads(1)
    print(f"torch {torch.__version__}\n\n| | times as fast as | |\n| --- | --- | --- |")
    pytest = partial(python, "-m", "pytest", "-q", "-p", "no:cacheprovider")
    floor = "import torch, torch._dynamo"
    show("the suite", f"`{floor}`", *time_alternately(5, pytest(), python("-c", floor)))
    show(
        "one fact's file",
        "`import torch`",
        *time_alternately(5, pytest(FACT), python("-c", "import torch")),
    )

    torchrun = python("-m", "torch.distributed.run", "--nproc-per-node=2", __file__, "rank")
    ours, spawned, run = time_alternately(
        5, lambda: launch(all_reduce, 2), launch_by_spawn, torchrun
    )
    show("two ranks by `launch`, warm", "by `torch.multiprocessing.spawn`", ours, spawned)
    show("two ranks by `launch`, warm", "by torchrun", ours, run)

    train_on = partial(launch, train_replica)
    cpu = torch.device("cpu")
    one, two, four = time_alternately(5, *(partial(train_on, n, cpu, 1_000_000) for n in (1, 2, 4)))
    show("three epochs of 1000000 records in 2 ranks", "in 1", two, one)
    show("three epochs of 1000000 records in 4 ranks", "in 1", four, one)

    model = NeuralNetwork(2, 2)
    loader = DataLoader(ToyDataset(*toy_records(600)), batch_size=2)
    trained = time_alternately(40, lambda: train(model, loader), lambda: bare_loop(model, loader))
    show("`pt1h.train`", "the bare loop", *trained)

    five = ToyDataset(*toy_records())
    by_workers = DataLoader(five, 2, num_workers=2, multiprocessing_context=START_METHOD)
    show(
        "an epoch of five records with 2 workers",
        "without",
        *time_alternately(5, partial(list, by_workers), partial(list, DataLoader(five, 2))),
    )

    million = ToyDataset(*toy_records(1_000_000))
    loaders = batch_loader(million, 1024), DataLoader(million, 1024)
    batch_wise, one_by_one = time_alternately(3, *(partial(list, loader) for loader in loaders))
    show("1000000 records by `batch_loader`", "by `DataLoader`", batch_wise, one_by_one)


if __name__ == "__main__":
    if sys.argv[1:] == ["rank"]:
        distributed.init_process_group("gloo")
        all_reduce()
        leave(0)
    main()
