"""The document's network, trained in several processes by DistributedDataParallel."""

import glob
import threading
import time
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import distributed
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, DistributedSampler, Subset
from tqdm import tqdm

from pt1h.checkpoint import load_state, read, write
from pt1h.data import ToyDataset, at_once, toy_records, y_train
from pt1h.distributed import backend_for, launch
from pt1h.network import NeuralNetwork
from pt1h.rank import TIMEOUT
from pt1h.torchrun import join, under_torchrun
from pt1h.training import count_correct, iter_steps


class RankResult(NamedTuple):
    """What one rank brings back from train_replica()."""

    lines: list[str]
    """The document's line for each step of this rank, or for the last one of each epoch."""
    counts: tuple[int, int]
    """Over all ranks, each training record counted once: predicted right, and all."""
    left_out: int
    """Over all ranks, the records that drop_last leaves out of each epoch."""
    resumed_after: int
    """The epoch that the checkpoint was written after, or 0."""
    seconds: list[float]
    """What each epoch took on this rank."""


def train_replica(
    device: torch.device,
    records: int | None = None,
    drop_last: bool = False,
    checkpoint: Path | None = None,
) -> RankResult:
    """Train the document's network on this rank's share of the records. A worker.

    The records are the document's five in batches of 2, or that many in batches of 8192, which
    are worth a message between ranks. Rank 0 writes the checkpoint after each epoch; where there
    is one, the run goes on from it.
    """
    rank, world_size = distributed.get_rank(), distributed.get_world_size()
    device = take_device(device)
    torch.manual_seed(123)
    model = NeuralNetwork(num_inputs=2, num_outputs=2).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    train_ds = ToyDataset(*toy_records(records))
    batch_size = batch_size_for(records)
    sampler: DistributedSampler[Any] = DistributedSampler(train_ds, drop_last=drop_last)
    serve = DataLoader if records is None else at_once
    train_loader = serve(train_ds, batch_size, sampler=sampler, drop_last=drop_last)

    done = resume(checkpoint, model, optimizer, sampler, batch_size) if checkpoint else 0
    ddp = DistributedDataParallel(model)
    # tqdm's own lock is a semaphore of the system, which would outlive the rank.
    tqdm.set_lock(threading.RLock())
    progress = tqdm(
        iter_steps(ddp, train_loader, optimizer, num_epochs=3, first_epoch=done + 1),
        total=(3 - done) * len(train_loader),
        disable=None if rank == 0 and records is not None else True,
    )
    lines, seconds, start = [], [], time.perf_counter()
    for step in progress:
        ends_epoch = step.batch == step.num_batches
        if records is None or ends_epoch:
            lines.append(f"[RANK] {rank} {step}")
        if ends_epoch:
            if checkpoint and rank == 0:
                write(run_state(model, optimizer, sampler, batch_size, step.epoch), checkpoint)
            seconds.append(time.perf_counter() - start)
            start = time.perf_counter()

    # Not the sampler's share: it gives a record twice where the ranks do not divide the records.
    own = Subset(train_ds, range(rank, len(train_ds), world_size))
    counts = count_correct(model, serve(own, batch_size))
    distributed.all_reduce(counts)
    correct, total = counts.tolist()
    left_out = total - world_size * len(train_loader) * batch_size if drop_last else 0
    return RankResult(lines, (correct, total), left_out, done, seconds)


def take_device(device: torch.device) -> torch.device:
    """The device that this rank is to use, made its current one.

    "cuda", without a number, is a GPU of the rank's own where its machine has one for each.
    """
    if device == torch.device("cuda"):
        local_rank = distributed.get_node_local_rank(fallback_rank=distributed.get_rank())
        device = torch.device("cuda", local_rank % torch.cuda.device_count())
    if device.type == "cuda":
        torch.cuda.set_device(device)
    return device


def run_state(
    model: torch.nn.Module,
    optimizer: torch.optim.Optimizer,
    sampler: DistributedSampler[Any],
    batch_size: int,
    epoch: int,
) -> dict[str, Any]:
    """All that a run needs to go on after that epoch."""
    return {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "epoch": epoch,
        "sampler": {
            "world_size": sampler.num_replicas,
            "records": len(sampler.dataset),  # type: ignore[arg-type]
            "batch_size": batch_size,
            "drop_last": sampler.drop_last,
            "seed": sampler.seed,
        },
    }


def resume(
    checkpoint: Path,
    model: torch.nn.Module,
    optimizer: torch.optim.Optimizer,
    sampler: DistributedSampler[Any],
    batch_size: int,
) -> int:
    """Load model and optimizer, in every rank, from the checkpoint that rank 0 finds.

    Returns the epoch that it was written after. Where there is none, it is written, so that a
    place that cannot be written is known before an epoch is lost. Raises ValueError for the
    checkpoint of another run.
    """
    start = run_state(model, optimizer, sampler, batch_size, epoch=0)
    found: list[Any] = [None]
    if distributed.get_rank() == 0:
        for partial in checkpoint.parent.glob(f"{glob.escape(checkpoint.name)}.*.partial"):
            partial.unlink()  # of a run that was killed as it wrote
        if not checkpoint.exists():
            write(start, checkpoint)
        found = [read(checkpoint)]
    distributed.broadcast_object_list(found)
    state = found[0]
    if state.keys() != start.keys():
        raise ValueError(f"checkpoint {checkpoint} holds no run to go on with: name another file")
    if state["sampler"] != start["sampler"]:
        raise ValueError(
            f"checkpoint {checkpoint} is of a run with {options(**state['sampler'])}, and this is"
            f" one with {options(**start['sampler'])}: give the options of that, or another file"
        )
    load_state(model, state["model"], checkpoint)
    optimizer.load_state_dict(state["optimizer"])
    return int(state["epoch"])


def options(world_size: int, records: int, batch_size: int, drop_last: bool, **_: object) -> str:
    """The options of the command that share out the records so."""
    drawn = "no --records" if batch_size == batch_size_for(None) else f"--records {records}"
    return f"--nproc {world_size}, {drawn}{', --drop-last' * drop_last}"


def batch_size_for(records: int | None) -> int:
    return 2 if records is None else 8192


def check_shares(nproc: int, records: int | None = None, drop_last: bool = False) -> None:
    """Raise ValueError where a rank would have nothing to train on, in terms of the command."""
    if records is not None and records < 1:
        raise ValueError(f"--records is {records}: give at least 1")
    total = len(y_train) if records is None else records
    if not 1 <= nproc <= total:
        raise ValueError(f"--nproc is {nproc}: give 1 to {total}, a training record for each rank")
    if drop_last and total < nproc * batch_size_for(records):
        raise ValueError(
            f"--drop-last leaves no batch of {batch_size_for(records)} to any of {nproc} ranks:"
            " leave it out, or give fewer ranks"
        )


def train_toy_distributed(
    nproc: int,
    device: torch.device,
    *settings: Any,
    timeout: float = TIMEOUT,
) -> list[RankResult]:
    """Train the document's network in nproc ranks, or, in a rank of torchrun's, in its ranks.

    The settings are those of train_replica(). Raises ValueError where a rank would have no record
    of its own.
    """
    check_shares(nproc, *settings[:2])
    backend = backend_for(device, nproc)
    if under_torchrun():
        return join(train_replica, device, *settings, backend=backend, timeout=timeout)
    return launch(train_replica, nproc, device, *settings, backend=backend, timeout=timeout)
