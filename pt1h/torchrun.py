"""A rank that torchrun started: take part in its group, and share what all ranks return."""

import os
import signal
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from torch import distributed
from torch.distributed import PrefixStore, Store
from torch.distributed.rendezvous import rendezvous

from pt1h.rank import Group, end_with_parent, failure, meet, take_part, to_timedelta


def under_torchrun() -> bool:
    """Whether torchrun started this process, as a rank."""
    return distributed.is_torchelastic_launched() and "RANK" in os.environ


def join(function: Callable[..., Any], *args: Any, backend: str, timeout: float) -> list[Any]:
    """Call function(*args) in the rank that torchrun made of this process.

    Returns the results of all ranks, by rank, in every rank. Raises ValueError for a timeout that
    makes no sense, and RankError where this rank fails. The process group is still there: end the
    process with leave().
    """
    rank, world_size = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])
    group = Group(partial(function, *args), world_size, backend, to_timedelta(timeout))
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    end_with_parent()
    try:
        store, *_ = next(rendezvous("env://", timeout=group.timeout))
        store = _store_of_this_attempt(store, rank, world_size)
        result = take_part(store, rank, group)
        # Without a limit: another rank may well work for longer, and one that dies ends them all.
        meet(store, rank, group, "is done", timedelta(weeks=52))
        results = [None] * world_size
        distributed.all_gather_object(results, result)
        # The end of a rank may cut off another that still reads.
        meet(store, rank, group, "has all", timedelta(weeks=52))
    except Exception as error:
        failed = failure(rank, error)
        if failed.remoteness == 2:
            time.sleep(1)  # torchrun takes the first that it sees end for the cause
        raise failed from error
    return results


def _store_of_this_attempt(store: Store, rank: int, world_size: int) -> Store:
    """torchrun keeps its store over a restart, with all that the ranks before have left in it.

    gloo and nccl would meet at the addresses of the dead. No number that torchrun gives to all
    ranks counts the attempts: the ranks find each other by names that they make up.
    """
    name = uuid.uuid4().hex
    if rank > 0:
        store.set(f"rank {rank}", name)
        attempt = store.get(name).decode()
        store.set(f"{attempt} has {rank}", name)
        return PrefixStore(attempt, store)
    for other in range(1, world_size):
        while not store.check([f"{name} has {other}"]):
            store.set(store.get(f"rank {other}").decode(), name)
            time.sleep(0.01)
    return PrefixStore(name, store)
