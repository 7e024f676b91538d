"""Train the notebook's network on several ranks with DistributedDataParallel."""

import os
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import distributed
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, DistributedSampler, Subset

from pt1h.checkpoint import load_state, read, write
from pt1h.data import ToyDataset, batch_loader, toy_records
from pt1h.network import NeuralNetwork
from pt1h.training import count_correct, iter_steps


class RankResult(NamedTuple):
    """The result of train_replica() on one rank."""

    lines: list[str]  # one per step, or with --records one per epoch, for its last step
    counts: tuple[int, int]  # correct predictions and all records, over all ranks
    resumed_after: int  # the last epoch in the checkpoint, or 0


def train_replica(
    device: torch.device, records: int | None = None, checkpoint: Path | None = None
) -> RankResult:
    """Train the notebook's network on this rank's shard of the records: a rank function.

    The records are the notebook's five in batches of 2, or the given number in batches of 8192.
    Rank 0 writes the checkpoint first and after each epoch. If it exists, the run resumes from it.
    """
    rank, world_size = distributed.get_rank(), distributed.get_world_size()
    if device.type == "cuda" and device.index is None:
        device = torch.device("cuda", int(os.environ["LOCAL_RANK"]) % torch.cuda.device_count())
    if device.type == "cuda":
        torch.cuda.set_device(device)
    torch.manual_seed(123)
    model = NeuralNetwork(num_inputs=2, num_outputs=2).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    train_ds = ToyDataset(*toy_records(records))
    make_loader, batch_size = (DataLoader, 2) if records is None else (batch_loader, 8192)
    train_loader = make_loader(train_ds, batch_size, sampler=DistributedSampler(train_ds))

    def run_state(epoch: int) -> dict[str, Any]:
        return {
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "options": {"--nproc": world_size, "--records": records},
            "epoch": epoch,
        }

    resumed_after = 0
    if checkpoint is not None:
        state = read_run(checkpoint, start=run_state(epoch=0))
        load_state(model, state["model"], checkpoint)
        optimizer.load_state_dict(state["optimizer"])
        resumed_after = state["epoch"]
    ddp = DistributedDataParallel(model)
    lines = []
    for step in iter_steps(ddp, train_loader, optimizer, num_epochs=3, done=resumed_after):
        ends_epoch = step.batch == step.num_batches
        if records is None or ends_epoch:
            lines.append(f"[RANK] {rank} {step}")
        if checkpoint is not None and rank == 0 and ends_epoch:
            write(run_state(step.epoch), checkpoint)

    # Use no DistributedSampler, which would repeat a record if the ranks got unequal shares.
    shard = Subset(train_ds, range(rank, len(train_ds), world_size))
    counts = torch.tensor(count_correct(model, make_loader(shard, batch_size)), device=device)
    distributed.all_reduce(counts)
    correct, total = counts.tolist()
    return RankResult(lines, (correct, total), resumed_after)


def read_run(checkpoint: Path, start: dict[str, Any]) -> dict[str, Any]:
    """Return, in every rank, the state of the run that rank 0 reads from the checkpoint.

    If there is no checkpoint, rank 0 writes the start there, so that a path that cannot be written
    raises an error before an epoch is lost. Raises ValueError for a different run's checkpoint.
    """
    found: list[Any] = [None]
    if distributed.get_rank() == 0:
        if not checkpoint.exists():
            write(start, checkpoint)
        found = [read(checkpoint)]
    distributed.broadcast_object_list(found)
    state: dict[str, Any] = found[0]
    if state.keys() != start.keys() or state["options"] != start["options"]:
        options = " ".join(f"{name} {value}" for name, value in start["options"].items() if value)
        reason = f"it was not written by a run with {options}: use a different file"
        raise ValueError(f"cannot resume from checkpoint {checkpoint}: {reason}")
    return state
