"""What a rank does, whoever started it: take part in its group, say how it went, and end."""

import contextlib
import multiprocessing
import os
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, NamedTuple, NoReturn

import torch
from torch import distributed

if not distributed.is_available():
    raise ImportError(f"torch {torch.__version__} is built without torch.distributed: no rank runs")

TIMEOUT = 60.0
"""The seconds that a rank waits for the others in a collective, unless told."""


class RankError(RuntimeError):
    """A rank did not do its work. The sentence names the rank and the cause."""

    remoteness = 0
    """From the cause. 0: it ended without a word. 1: it raised. 2: it raised for want of a rank."""


class RankValueError(RankError, ValueError):
    """A rank refused what it was given: it raised a ValueError."""


class Group(NamedTuple):
    """What each of its ranks is told."""

    function: Callable[[], Any]
    world_size: int
    backend: str
    timeout: timedelta


def to_timedelta(timeout: float) -> timedelta:
    if not 0.001 <= timeout <= 1e9:
        raise ValueError(f"timeout is {timeout:g}: give seconds, from 0.001 to 1e9, such as 60")
    return timedelta(seconds=timeout)


def take_part(store: distributed.Store, rank: int, group: Group) -> Any:
    """What the group's function returns in this rank of it."""
    # As torchrun does: ranks that each take all cores get in each other's way.
    torch.set_num_threads(1)
    if sys.platform == "linux":
        # A DataLoader's processes: those of another server than ours would outlive a killed rank.
        multiprocessing.set_start_method("fork", force=True)
        os.register_at_fork(after_in_child=end_with_parent)
        # They run the Dataset alone, and take no lock that gloo's threads could hold.
        warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
    store.set_timeout(group.timeout)
    # nccl would wait without end for a rank that does not come.
    meet(store, rank, group, "is here", group.timeout)
    with nothing_printed():
        distributed.init_process_group(
            group.backend, None, group.timeout, group.world_size, rank, store
        )
    return group.function()


def meet(store: distributed.Store, rank: int, group: Group, where: str, timeout: timedelta) -> None:
    """Wait until each rank of the group has come here."""
    store.set(f"rank {rank} {where}", "")
    store.wait([f"rank {other} {where}" for other in range(group.world_size)], timeout)


@contextlib.contextmanager
def nothing_printed() -> Iterator[None]:
    """gloo of torch 2.8 prints, past sys.stdout, how many ranks it is connected to."""
    if sys.__stdout__ is None:  # closed, and its number may be another's
        yield
        return
    stdout, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        os.dup2(stdout, 1)
        os.close(stdout)
        os.close(nowhere)


def failure(rank: int, error: Exception) -> RankError:
    """What a rank has to say of an error that was raised in it."""
    kind = RankValueError if isinstance(error, ValueError) else RankError
    sentence = f"rank {rank} failed: {''.join(traceback.format_exception_only(error)).strip()}"
    if "shared memory" in sentence:  # of nccl's, without a link between GPUs, or a DataLoader's
        sentence += ": give more of it, as with docker run --shm-size=1g"
    failed = kind(sentence)
    # gloo raises a bare RuntimeError, which begins with its source file.
    failed.remoteness = 2 if isinstance(error, distributed.DistError) or "/gloo/" in sentence else 1
    return failed


def end_with_parent() -> None:
    """Have this process end as soon as the one that started it has ended."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.2)
        leave(1)

    threading.Thread(target=watch, daemon=True).start()


def leave(status: int) -> NoReturn:
    """End a process that is in a process group, with the processes that it has started.

    Not with destroy_process_group(), nor as the interpreter ends: both wait for gloo's thread,
    which may wait for the interpreter lock to let go of its last tensor. torch 2.7 and 2.13 were
    seen to deadlock there.
    """
    for child in multiprocessing.active_children():
        child.kill()
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)
