"""A group of processes (ranks): launch them, train in them, bring back what they return."""

import multiprocessing
import multiprocessing.forkserver
import os
import pickle
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import torch
from torch import distributed
from torch.distributed import TCPStore
from torch.multiprocessing.spawn import ProcessException, start_processes
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, Dataset, DistributedSampler, Subset

from pt1h.data import ToyDataset, x_train, y_train
from pt1h.network import NeuralNetwork
from pt1h.training import count_correct, train

START_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


class RankError(RuntimeError):
    """A rank did not do its work. The sentence names the rank and the cause."""


def warm_up() -> None:
    """Start the server that ranks are forked from, where there is one, and do not wait for it."""
    if START_METHOD == "forkserver":
        multiprocessing.set_forkserver_preload(["torch._dynamo", "pt1h.distributed"])
        multiprocessing.forkserver.ensure_running()


def stop_server() -> None:
    """End the server of warm_up() at once, in the middle of an import, too."""
    pid = vars(multiprocessing.forkserver._forkserver)["_forkserver_pid"]
    if pid is not None:
        os.kill(pid, signal.SIGKILL)


def launch(
    worker: Callable[..., Any],
    nproc: int,
    *args: Any,
    backend: str = "gloo",
    timeout: float = 60,
) -> list[Any]:
    """Call worker(*args) in nproc ranks of one process group, and return their results by rank.

    The worker is a function of a module, its arguments and its result can be pickled. A rank
    waits timeout seconds for the others. Raises ValueError where nproc is below 1 or no rank could
    import the worker, and RankError as soon as a rank fails; the other ranks are stopped.
    """
    if nproc < 1:
        raise ValueError(f"nproc is {nproc}: launch at least 1 rank")
    if worker.__module__ == "__main__" and not hasattr(sys.modules["__main__"], "__file__"):
        raise ValueError(
            f"worker {worker.__name__} was typed into an interpreter or a notebook, where no rank"
            " can import it: put it in a module"
        )
    warm_up()
    wait = timedelta(seconds=timeout)
    # The system picks the port, so that any number of groups can run side by side.
    store = TCPStore("127.0.0.1", 0, is_master=True, wait_for_workers=False, timeout=wait)
    try:
        start_processes(
            _rank,
            args=(nproc, store.port, backend, wait, worker, args),
            nprocs=nproc,
            daemon=True,
            start_method=START_METHOD,
        )
    except ProcessException as error:
        if store.check(["failure"]):
            raise RankError(store.get("failure").decode()) from None
        raise RankError(f"rank {error.error_index} failed: {error.msg}") from None
    for rank in range(nproc):
        if not store.check([f"result {rank}"]):
            raise RankError(f"rank {rank} failed: it exited before its worker returned")
    return [pickle.loads(store.get(f"result {rank}")) for rank in range(nproc)]


def _rank(
    rank: int,
    world_size: int,
    port: int,
    backend: str,
    wait: timedelta,
    worker: Callable[..., Any],
    args: tuple[Any, ...],
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # As torchrun does: ranks that each take all cores get in each other's way.
    torch.set_num_threads(1)
    store = TCPStore("127.0.0.1", port, is_master=False, timeout=wait)
    try:
        distributed.init_process_group(
            backend, store=store, rank=rank, world_size=world_size, timeout=wait
        )
        store.set(f"result {rank}", pickle.dumps(worker(*args)))  # type: ignore[arg-type]
        store.wait([f"result {other}" for other in range(world_size)])
        status = 0
    except Exception as error:
        # The first to fail is the cause: the others fail for want of it.
        store.compare_set("failure", "", f"rank {rank} failed: {type(error).__name__}: {error}")
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    # Not destroy_process_group(): it waits for gloo's thread, which may wait for the interpreter
    # lock to let go of its last tensor: a deadlock, seen in torch 2.7 and 2.13.
    os._exit(status)


class Replica(NamedTuple):
    """What one rank brings back from train_replica()."""

    lines: list[str]
    """The document's line for each step of this rank."""
    counts: tuple[int, int]
    """Over all ranks, each training record counted once: predicted right, and all."""


def train_replica(device: torch.device) -> Replica:
    """Train the document's network on this rank's share of the five records. A worker.

    The device "cuda", without a number, is a GPU of the rank's own where there is one for each.
    """
    rank, world_size = distributed.get_rank(), distributed.get_world_size()
    if device == torch.device("cuda"):
        device = torch.device("cuda", rank % torch.cuda.device_count())
    if device.type == "cuda":
        torch.cuda.set_device(device)
    torch.manual_seed(123)
    model = NeuralNetwork(num_inputs=2, num_outputs=2).to(device)
    train_ds = ToyDataset(x_train, y_train)
    steps = train(DistributedDataParallel(model), shard(train_ds, batch_size=2))
    lines = [f"[RANK] {rank} {step}" for step in steps]

    # Not the sampler's share: it gives a record twice where the ranks do not divide the records.
    own = Subset(train_ds, range(rank, len(train_ds), world_size))
    counts = count_correct(model, DataLoader(own, batch_size=2))
    distributed.all_reduce(counts)
    correct, total = counts.tolist()
    return Replica(lines, (correct, total))


def shard(dataset: Dataset[Any], batch_size: int) -> DataLoader[Any]:
    """A loader of this rank's share of the records, shuffled anew in each epoch."""
    return DataLoader(dataset, batch_size, sampler=DistributedSampler(dataset))


def backend_for(device: torch.device, nproc: int) -> str:
    """nccl where each rank has a GPU of its own, else gloo."""
    return "nccl" if device.type == "cuda" and nproc <= torch.cuda.device_count() else "gloo"


def train_toy_distributed(nproc: int, device: torch.device) -> list[Replica]:
    """Train the document's network in nproc ranks.

    Raises ValueError where a rank would have no record of its own.
    """
    if nproc > len(y_train):
        raise ValueError(
            f"nproc is {nproc}, more ranks than the {len(y_train)} training records:"
            f" launch at most {len(y_train)}"
        )
    return launch(train_replica, nproc, device, backend=backend_for(device, nproc))
