"""A group of processes (ranks): launch or join it, and bring back what they return."""

import contextlib
import math
import multiprocessing
import multiprocessing.forkserver
import os
import pickle
import re
import signal
import socket
import sys
import threading
import time
import traceback
import uuid
from collections.abc import Callable
from datetime import timedelta
from multiprocessing import connection, util
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NoReturn

import torch
from torch import distributed
from torch.distributed import PrefixStore, Store, TCPStore
from torch.distributed.rendezvous import rendezvous
from torch.multiprocessing.spawn import start_processes

from pt1h.device import what_torch_sees

START_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


TIMEOUT = 60.0
"""The seconds that a rank waits for the others in a collective, unless told."""


class RankError(RuntimeError):
    """A rank did not do its work. The sentence names the rank and the cause."""


def warm_up() -> None:
    """Start the server that ranks are forked from, where there is one, and do not wait for it."""
    if START_METHOD == "forkserver":
        multiprocessing.set_forkserver_preload(["torch._dynamo", "pt1h.ddp"])
        multiprocessing.forkserver.ensure_running()


def stop_server() -> None:
    """End the server of warm_up() at once, in the middle of an import, too."""
    pid = vars(multiprocessing.forkserver._forkserver)["_forkserver_pid"]
    if pid is not None:
        os.kill(pid, signal.SIGKILL)


def backend_for(device: torch.device, nproc: int) -> str:
    """nccl where each of the machine's ranks has a GPU of its own, else gloo.

    The machine's ranks are nproc, or those that torchrun started on it.
    """
    here = int(os.environ.get("LOCAL_WORLD_SIZE", nproc))
    return "nccl" if device.type == "cuda" and here <= torch.cuda.device_count() else "gloo"


def launch(
    worker: Callable[..., Any],
    nproc: int,
    *args: Any,
    backend: str = "gloo",
    timeout: float = TIMEOUT,
) -> list[Any]:
    """Call worker(*args) in nproc ranks of one process group, and return their results by rank.

    The worker is a function of a module, its arguments and its result can be pickled. In a
    collective a rank waits timeout seconds for the others. Raises ValueError where nproc, timeout
    or backend makes no sense here or no rank could import the worker, and RankError as soon as a
    rank fails, with the rank's traceback as a note; the other ranks are stopped.
    """
    if nproc < 1:
        raise ValueError(f"nproc is {nproc}: launch at least 1 rank")
    wait = _wait(timeout)
    if backend == "nccl" and nproc > torch.cuda.device_count():
        raise ValueError(
            f"backend nccl takes a GPU for each of {nproc} ranks ({what_torch_sees()}):"
            " use backend gloo, or fewer ranks"
        )
    if worker.__module__ == "__main__" and not hasattr(sys.modules["__main__"], "__file__"):
        raise ValueError(
            f"worker {worker.__name__} was typed into an interpreter or a notebook, where no rank"
            " can import it: put it in a module"
        )
    warm_up()
    # The system picks the port, so that any number of groups can run side by side.
    store = TCPStore("127.0.0.1", 0, is_master=True)
    processes = start_processes(
        _rank,
        args=(nproc, store.port, backend, wait, worker, args),
        nprocs=nproc,
        join=False,
        start_method=START_METHOD,
    ).processes
    try:
        # A rank leaves when all results are there, or when one cannot come.
        connection.wait([process.sentinel for process in processes])
        if not store.check([f"result {rank}" for rank in range(nproc)]):
            raise _cause(processes, store, wait)
        for process in processes:
            process.join()
    finally:
        for process in processes:
            process.kill()
            process.join()
    return _results(store, nproc)


def join(worker: Callable[..., Any], *args: Any, backend: str, timeout: float) -> list[Any]:
    """Call worker(*args) in the rank that torchrun made of this process.

    Returns the results of all ranks, by rank, in every rank. Raises ValueError for a timeout that
    makes no sense, and RankError where this rank fails. The process group is still there: end the
    process with leave().
    """
    wait = _wait(timeout)
    store, rank, world_size = next(rendezvous("env://", timeout=wait))
    try:
        store = _store_of_this_attempt(store, rank, world_size)
        _take_part(store, rank, world_size, backend, wait, worker, args)
    except Exception as error:
        raise _failure(rank, error) from error
    return _results(store, world_size)


def _wait(timeout: float) -> timedelta:
    if not 0 < timeout < math.inf:
        raise ValueError(f"timeout is {timeout}: give seconds, above 0 and finite, such as 60")
    return timedelta(seconds=timeout)


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


def leave(status: int) -> NoReturn:
    """End a process that is in a process group.

    Not with destroy_process_group(), nor as the interpreter ends: both wait for gloo's thread,
    which may wait for the interpreter lock to let go of its last tensor. torch 2.7 and 2.13 were
    seen to deadlock there.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


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
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # All ranks are on this machine, whose name may not resolve.
    loopback = next(name for _, name in socket.if_nameindex() if name.startswith("lo"))
    os.environ.setdefault("GLOO_SOCKET_IFNAME", loopback)
    # Not with the timeout: on a busy machine it may take a while to reach the store itself.
    store = TCPStore("127.0.0.1", port)
    store.set_timeout(wait)
    try:
        _take_part(store, rank, world_size, backend, wait, worker, args)
    except Exception as error:
        report = pickle.dumps((str(_failure(rank, error)), traceback.format_exc()))
        store.set(f"failure {rank}", report)  # type: ignore[arg-type]
        store.compare_set("first failure", "", str(rank))
    leave(0)


def _end_with_parent() -> None:
    """A parent that is killed can stop no rank and remove no file."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    _remove_server_socket(Path(util.get_temp_dir()))
    signal.raise_signal(signal.SIGKILL)


def _remove_server_socket(folder: Path) -> None:
    # ValueError: another rank was first, or there is more: processes that were forked from one
    # another share the folder, and it stays.
    with contextlib.suppress(OSError, ValueError):
        (server_socket,) = folder.iterdir()
        server_socket.unlink()
        folder.rmdir()


def _take_part(
    store: Store,
    rank: int,
    world_size: int,
    backend: str,
    wait: timedelta,
    worker: Callable[..., Any],
    args: tuple[Any, ...],
) -> None:
    # As torchrun does: ranks that each take all cores get in each other's way.
    torch.set_num_threads(1)
    distributed.init_process_group(
        backend, store=store, rank=rank, world_size=world_size, timeout=wait
    )
    store.set(f"result {rank}", pickle.dumps(worker(*args)))  # type: ignore[arg-type]
    # Without a limit: another rank may well work for longer, and one that dies ends them all.
    store.wait([f"result {other}" for other in range(world_size)], timedelta(weeks=52))


def _failure(rank: int, error: Exception) -> RankError:
    return RankError(f"rank {rank} failed: {type(error).__name__}: {error}")


def _results(store: Store, world_size: int) -> list[Any]:
    return [pickle.loads(store.get(f"result {rank}")) for rank in range(world_size)]


def _cause(processes: list[BaseProcess], store: Store, wait: timedelta) -> RankError:
    # The end of one rank makes the others fail, and they may be noticed in any order.
    time.sleep(0.2)
    codes = [process.exitcode for process in processes]
    for rank, code in enumerate(codes):
        if code is not None and not store.check([f"failure {rank}"]):
            end = f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"
            return RankError(f"rank {rank} ended before its worker returned: {end}")
    first = int(store.get("first failure"))
    sentence, details = pickle.loads(store.get(f"failure {first}"))
    silent = [
        rank
        for rank, code in enumerate(codes)
        if code is None and not store.check([f"result {rank}"])
    ]
    if silent and re.search("time(d )?out", sentence.lower()):
        sentence = f"rank {silent[0]} did not answer within {wait.total_seconds():g} s: {sentence}"
    error = RankError(sentence)
    error.add_note(details)
    return error
