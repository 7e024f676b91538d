"""Run a function on several ranks: launch them with torch.multiprocessing, or join torchrun's."""

import contextlib
import multiprocessing.forkserver
import os
import pickle
import re
import shutil
import signal
import sys
import tempfile
import threading
import time
import traceback
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, NoReturn

import torch
import torch.multiprocessing as mp
from torch import distributed
from torch.distributed import FileStore, PrefixStore, Store
from torch.distributed.rendezvous import rendezvous

START_METHOD = "forkserver" if "forkserver" in mp.get_all_start_methods() else "spawn"
NO_TIMEOUT = timedelta(days=365)  # A store needs a finite timeout.
Group = dict[str, Any]  # the arguments of init_process_group() that all ranks share


class RankError(RuntimeError):
    """A rank failed. The message names the rank and the root cause."""

    is_consequence = False  # True for an error in a collective, which another rank may have caused


class RankValueError(RankError, ValueError):
    """The function raised a ValueError on a rank."""


def under_torchrun() -> bool:
    """Return whether torchrun started this process as a rank."""
    return distributed.is_torchelastic_launched() and "RANK" in os.environ


def backend_for(device: torch.device, nproc: int) -> str:
    """Return "nccl" if available and each rank here has its own GPU, otherwise "gloo"."""
    ranks_here = int(os.environ["LOCAL_WORLD_SIZE"]) if under_torchrun() else nproc
    enough = device.type == "cuda" and ranks_here <= torch.cuda.device_count()
    return "nccl" if enough and distributed.is_nccl_available() else "gloo"


def warm_up() -> None:
    """Start the server that forks the ranks, and return while it imports torch."""
    if START_METHOD == "forkserver":
        multiprocessing.set_forkserver_preload(["pt1h.preload"])
        multiprocessing.forkserver.ensure_running()


def launch(
    function: Callable[..., Any], nproc: int, *args: Any, backend: str = "gloo", timeout: float = 60
) -> list[Any]:
    """Call function(*args) in nproc ranks of one process group, and return their results by rank.

    The function must be importable, and its arguments and result picklable. A rank waits at most
    timeout seconds in a collective. Raises ValueError for bad arguments. As soon as a rank fails,
    raises RankError (RankValueError for a ValueError), with a traceback as a note. Under torchrun,
    this process is already a rank. Every rank returns all results and must exit with leave().
    """
    if nproc < 1:
        raise ValueError(f"nproc must be at least 1, got {nproc}")
    group = {"backend": backend, "world_size": nproc, "timeout": timedelta(seconds=timeout)}
    if under_torchrun():
        if nproc != int(os.environ["WORLD_SIZE"]):
            raise ValueError(
                f"nproc must equal WORLD_SIZE ({os.environ['WORLD_SIZE']}), got {nproc}"
            )
        return _join_torchrun(group, partial(function, *args))
    name = getattr(function, "__qualname__", repr(function))
    try:
        payload = pickle.dumps(partial(function, *args))
    except Exception as error:  # The type depends on the object.
        raise ValueError(
            f"cannot send {name} to the ranks: {error}:"
            " the function and its arguments must be picklable"
        ) from error
    file = Path(getattr(sys.modules["__main__"], "__file__", None) or "__main__.py").name
    if file == "<stdin>" or (file == "__main__.py" and b"__main__" in payload):
        raise ValueError(
            f"cannot send {name} to the ranks: a rank cannot import code from __main__.py, an"
            " interpreter, a notebook or standard input: move the function to a module"
        )
    folder = Path(tempfile.mkdtemp(prefix="pt1h-"))
    processes: list[Any] = []
    try:
        warm_up()
        for rank in range(nproc):
            # Start the ranks one by one. If one fails to start, the list has those to kill.
            arguments = (rank, group, folder, payload)
            context = mp.start_processes(_run, arguments, join=False, start_method=START_METHOD)
            processes += context.processes
    except (OSError, EOFError) as error:
        raise RankError(f"cannot start rank {len(processes)}: {error}") from error
    else:
        return _wait_for_results(processes, folder)
    finally:
        for process in processes:
            process.kill()
            process.join()
        shutil.rmtree(folder, ignore_errors=True)


def _run(_index: int, rank: int, group: Group, folder: Path, payload: bytes) -> None:
    """Run a rank: write its result or its error to a file in the folder, and exit."""
    # Let DataLoader workers start as in any process, and not through a second fork server.
    multiprocessing.set_start_method(None, force=True)
    # Replace the variables that another launcher may have left in the shell.
    for name, value in (("RANK", rank), ("WORLD_SIZE", group["world_size"])):
        os.environ |= {name: str(value), f"LOCAL_{name}": str(value)}
    os.environ.pop("TORCHELASTIC_RUN_ID", None)
    if sys.platform != "win32":
        # All ranks are on this machine, and its host name may not resolve.
        os.environ["GLOO_SOCKET_IFNAME"] = "lo" if sys.platform == "linux" else "lo0"
    try:
        # If the folder is gone, FileStore() retries for minutes and holds the interpreter's lock.
        store = FileStore(str(folder.resolve(strict=True) / "store"), group["world_size"])
        threading.Thread(target=_exit_with_launcher, args=[folder], daemon=True).start()
        _write_outcome(folder, rank, [_take_part(store, rank, group, pickle.loads(payload))])
        # Wait, because a rank that exits disconnects ranks that still read from it.
        _synchronize(store, "is done", rank, group["world_size"], NO_TIMEOUT)
    except Exception as error:
        failure = _rank_error(rank, error)
        failure.add_note(traceback.format_exc())
        with contextlib.suppress(OSError):  # The launcher may be dead, and the folder gone.
            _write_outcome(folder, rank, failure)
        if failure.is_consequence:
            # Give the root cause time to exit, and the other ranks time to report timeouts.
            time.sleep(1.5)
        leave(1)
    leave(0)


def _exit_with_launcher(folder: Path) -> None:
    multiprocessing.parent_process().join()  # type: ignore[union-attr]
    time.sleep(1)  # A rank that is starting still needs the folder.
    shutil.rmtree(folder, ignore_errors=True)
    leave(1)


def _take_part(store: Store, rank: int, group: Group, function: Callable[[], Any]) -> Any:
    """Return what the function returns in a rank of the process group."""
    # Ranks that each use all cores slow each other down. torchrun also sets 1 thread.
    torch.set_num_threads(1)
    store.set_timeout(group["timeout"])
    # NCCL would wait forever for a missing rank, so the ranks first synchronize in the store.
    _synchronize(store, "is here", rank, group["world_size"], group["timeout"])
    distributed.init_process_group(**group, rank=rank, store=store)
    return function()


def _synchronize(store: Store, state: str, rank: int, world_size: int, timeout: timedelta) -> None:
    store.set(f"rank {rank} {state}", "")
    store.wait([f"rank {other} {state}" for other in range(world_size)], timeout)


def _rank_error(rank: int, error: Exception) -> RankError:
    kind = RankValueError if isinstance(error, ValueError) else RankError
    message = f"rank {rank} failed: {''.join(traceback.format_exception_only(error)).strip()}"
    if "shared memory" in message:  # DataLoader workers need it, as does NCCL between unlinked GPUs
        message += ": increase shared memory, for example with docker run --shm-size=1g"
    failure = kind(message)
    # FileStore and Gloo raise a plain RuntimeError, Gloo with the name of its source file.
    in_collective = "Wait timeout" in message or "/gloo/" in message
    failure.is_consequence = in_collective or isinstance(error, distributed.DistError)
    return failure


def leave(status: int) -> NoReturn:
    """End a process in a process group, and its children.

    destroy_process_group() and the interpreter's shutdown can deadlock (seen on torch 2.7, 2.13).
    """
    for child in multiprocessing.active_children():
        child.kill()
    with contextlib.suppress(OSError, ValueError):
        print(end="", flush=True)  # sys.stdout may be None
    os._exit(status)


def _write_outcome(folder: Path, rank: int, outcome: Any) -> None:
    partial_file = folder / f"{rank}.partial"
    partial_file.write_bytes(pickle.dumps(outcome))
    partial_file.replace(folder / str(rank))


def _read_outcome(folder: Path, rank: int) -> Any:
    """Return [result] if the rank has returned, its RankError if it raised, otherwise None."""
    file = folder / str(rank)
    return pickle.loads(file.read_bytes()) if file.exists() else None


def _wait_for_results(processes: list[Any], folder: Path) -> list[Any]:
    """Return the results by rank, or raise the RankError of the root cause once a rank fails."""
    outcomes: list[Any] = [None] * len(processes)
    running = {process.sentinel: rank for rank, process in enumerate(processes)}
    while running:
        ended = [running.pop(sentinel) for sentinel in wait(list(running))]
        for rank in ended:
            outcomes[rank] = _read_outcome(folder, rank)
            if outcomes[rank] is None:
                processes[rank].join()
                status = processes[rank].exitcode
                signals = {-each: f"killed by {each.name}" for each in signal.Signals}
                reason = signals.get(status, f"exit status {status}")
                raise RankError(f"rank {rank} ended before its function returned: {reason}")
        errors = [outcomes[rank] for rank in ended if isinstance(outcomes[rank], RankError)]
        if errors:
            outcomes = [_read_outcome(folder, rank) for rank in range(len(processes))]
            raise _root_cause(min(errors, key=lambda error: error.is_consequence), outcomes)
    return [result for (result,) in outcomes]


def _root_cause(error: RankError, outcomes: list[Any]) -> RankError:
    """Return the error. If it is of a rank that timed out, name the rank that was missing."""
    errors = [outcome for outcome in outcomes if isinstance(outcome, RankError)]
    timed_out = [each for each in errors if re.search("(?i)time(d )?out", str(each))]
    if not error.is_consequence or not timed_out:
        return error
    returned = [rank for rank, outcome in enumerate(outcomes) if isinstance(outcome, list)]
    if None in outcomes:
        missing = f"rank {outcomes.index(None)} did not join a collective in time: "
    else:
        missing = f"rank {returned[0]} returned and did not join a collective: " if returned else ""
    timed_out[0].args = (f"{missing}{timed_out[0]}",)
    return timed_out[0]


def _join_torchrun(group: Group, function: Callable[[], Any]) -> list[Any]:
    rank, world_size = int(os.environ["RANK"]), group["world_size"]
    try:
        store, *_ = next(rendezvous("env://", timeout=group["timeout"]))
        store = _store_of_this_attempt(store, rank, world_size)
        result = _take_part(store, rank, group, function)
        # Do not time out: a rank may compute for a long time. If one dies, torchrun ends all.
        _synchronize(store, "is done", rank, world_size, NO_TIMEOUT)
        results = [None] * world_size
        distributed.all_gather_object(results, result)
        _synchronize(store, "has all results", rank, world_size, NO_TIMEOUT)
    except Exception as error:
        failure = _rank_error(rank, error)
        if failure.is_consequence:
            time.sleep(1)  # so that torchrun sees the root cause exit first
        raise failure from error
    return results


def _store_of_this_attempt(store: Store, rank: int, world_size: int) -> Store:
    """Return a part of torchrun's store that only the ranks of this attempt share.

    After a restart, the store still holds the addresses of dead ranks. Each rank above 0 therefore
    stores a new key. Rank 0 may read an old one, so it repeats its own key until all confirm it.
    """
    key = uuid.uuid4().hex
    if rank > 0:
        store.set(f"rank {rank}", key)
        prefix = store.get(key).decode()
        store.set(f"{prefix} has {rank}", "")
        return PrefixStore(prefix, store)
    for other in range(1, world_size):
        while not store.check([f"{key} has {other}"]):
            store.set(store.get(f"rank {other}").decode(), key)
            time.sleep(0.01)
    return PrefixStore(key, store)
