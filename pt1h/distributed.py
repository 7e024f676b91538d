"""Our launcher: start a group of processes (ranks), hear what each has to say, and end them."""

import contextlib
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
from collections.abc import Callable
from functools import partial
from multiprocessing import connection, util
from pathlib import Path
from typing import Any

import torch
from torch import distributed

from pt1h.device import what_torch_sees
from pt1h.rank import TIMEOUT, Group, RankError, failure, leave, take_part, to_timedelta
from pt1h.torchrun import under_torchrun


def warm_up() -> None:
    """Start the server that ranks are forked from, and do not wait for it."""
    multiprocessing.set_forkserver_preload(["torch._dynamo", "pt1h.ddp"])
    multiprocessing.forkserver.ensure_running()


def stop_server() -> None:
    """End the server of warm_up() at once, in the middle of an import, too."""
    pid = vars(multiprocessing.forkserver._forkserver)["_forkserver_pid"]
    if pid is not None:
        os.kill(pid, signal.SIGKILL)


def backend_for(device: torch.device, nproc: int) -> str:
    """nccl where torch has it and each of the machine's ranks a GPU of its own, else gloo.

    The machine's ranks are nproc, or those that torchrun started on it.
    """
    here = int(os.environ["LOCAL_WORLD_SIZE"]) if under_torchrun() else nproc
    each_has_one = device.type == "cuda" and here <= torch.cuda.device_count()
    return "nccl" if each_has_one and distributed.is_nccl_available() else "gloo"


def launch(
    function: Callable[..., Any],
    nproc: int,
    *args: Any,
    backend: str = "gloo",
    timeout: float = TIMEOUT,
) -> list[Any]:
    """Call function(*args) in nproc ranks of one process group, and return its results by rank.

    It is a function of a module, its arguments and its result can be pickled. In a collective a
    rank waits timeout seconds for the others. Raises ValueError where an argument makes no sense
    here or no rank could import the function, and RankError as soon as a rank fails, with the
    rank's traceback as a note; the other ranks are stopped.
    """
    if nproc < 1:
        raise ValueError(f"nproc is {nproc}: launch at least 1 rank")
    if backend == "nccl" and nproc > torch.cuda.device_count():
        raise ValueError(
            f"backend nccl takes a GPU for each of {nproc} ranks ({what_torch_sees()}):"
            " use backend gloo, or fewer ranks"
        )
    group = Group(partial(function, *args), nproc, backend, to_timedelta(timeout))
    main = sys.modules["__main__"]
    name, file = getattr(function, "__name__", function), getattr(main, "__file__", None)
    if file == "<stdin>" or (file is None and function.__module__ == "__main__"):
        raise ValueError(
            f"function {name} was typed into an interpreter or a notebook, or read from standard"
            " input, where no rank can import it: put it in a module"
        )
    if "__mp_main__" in sys.modules and main is not sys.modules["__mp_main__"]:
        print('launch() goes below: if __name__ == "__main__"', file=sys.stderr)
        leave(1)
    try:
        told = pickle.dumps(group)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise ValueError(
            f"no rank can be told of {name}: {error}: use what can be pickled"
        ) from None
    context = multiprocessing.get_context("forkserver")
    processes: list[Any] = []
    pipes: list[Any] = []
    start = time.monotonic()
    try:
        warm_up()
        with socket.socket(type=socket.SOCK_DGRAM) as loopback:
            loopback.connect(("127.0.0.1", 1))  # where it is down, the store would try for minutes
        # The system picks the port, so that any number of groups can run side by side. A socket of
        # the store's own would be open to other machines, and ask a nameserver for each rank.
        meeting = socket.create_server(("127.0.0.1", 0))
        port, fd = meeting.getsockname()[1], meeting.detach()
        # Of torch 2.7's stores the one with libuv takes no socket.
        store = distributed.TCPStore(
            "127.0.0.1", port, is_master=True, master_listen_fd=fd, use_libuv=False
        )
        for rank in range(nproc):
            pipe, its_end = context.Pipe()
            pipes.append(pipe)
            with its_end:
                # Without enough to open, the start would break off midway, and the server with it.
                spare = [context.Pipe() for _ in range(3)]
                del spare
                process = context.Process(target=_rank, args=(rank, store.port, its_end, told))
                process.start()
            processes.append(process)
        said = _listen(processes, pipes)
        if any(isinstance(word, RankError) for word in said.values()):
            raise _cause(said, group, time.monotonic() - start)
        return [said[rank][0] for rank in range(nproc)]
    except (OSError, EOFError) as error:
        raise RankError(
            f"rank {len(processes)} cannot start: {error} (ranks meet at 127.0.0.1, and come from a"
            f" server that has its files below TMPDIR: {util.get_temp_dir()})"
        ) from None
    finally:
        for pipe in pipes:
            with contextlib.suppress(OSError), pipe:
                pipe.send_bytes(b"end")
        for process in processes:
            process.join(1)
            process.kill()
            process.join()


def _rank(rank: int, port: int, pipe: connection.Connection, told: bytes) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # What the rank starts in turn is not to hold its end of the pipe.
    os.set_inheritable(pipe.fileno(), False)
    os.register_at_fork(after_in_child=pipe.close)
    end = threading.Thread(target=_end_with, args=[pipe], daemon=True)
    end.start()
    try:
        group: Group = pickle.loads(told)
        # As under torchrun, and nothing of a torchrun that this shell may have come from.
        own = {"RANK": rank, "WORLD_SIZE": group.world_size}
        own |= {f"LOCAL_{name}": number for name, number in own.items()} | {"MASTER_PORT": port}
        os.environ |= {name: str(number) for name, number in own.items()}
        os.environ["MASTER_ADDR"] = "127.0.0.1"
        os.environ.pop("TORCHELASTIC_RUN_ID", None)
        # All ranks are on this machine, whose name may not resolve.
        loopback = next(name for _, name in socket.if_nameindex() if name.startswith("lo"))
        os.environ.setdefault("GLOO_SOCKET_IFNAME", loopback)
        # Not with the timeout: on a busy machine it may take a while to reach the store itself.
        store = distributed.TCPStore("127.0.0.1", port)
        word = pickle.dumps([take_part(store, rank, group)])
        stays = True
    except Exception as error:
        failed = failure(rank, error)
        failed.add_note(traceback.format_exc())
        word, stays = pickle.dumps(failed), False
    with contextlib.suppress(OSError):
        pipe.send_bytes(word)
    if not stays:
        leave(0)  # those that wait for it are to do so no longer
    end.join()  # who leaves before the launcher says so cuts off the others


def _end_with(pipe: connection.Connection) -> None:
    try:
        pipe.recv_bytes()
    except EOFError:  # the launcher was killed, and can remove no file
        _remove_server_socket(Path(util.get_temp_dir()))
    leave(0)


def _remove_server_socket(folder: Path) -> None:
    # ValueError: another rank was first, or there is more: processes that were forked from one
    # another share the folder, and it stays.
    with contextlib.suppress(OSError, ValueError):
        (server_socket,) = folder.iterdir()
        server_socket.unlink()
        folder.rmdir()


def _listen(processes: list[Any], pipes: list[Any]) -> dict[int, Any]:
    """What the ranks say, in their order: [the result] or a RankError. All, or until one fails."""
    said: dict[int, Any] = {}
    patience = None
    while silent := [pipe for rank, pipe in enumerate(pipes) if rank not in said]:
        heard: list[Any] = connection.wait(silent, patience)
        if not heard:
            break
        for rank in map(pipes.index, heard):
            try:
                said[rank] = pickle.loads(pipes[rank].recv_bytes())
            except (EOFError, OSError):
                processes[rank].join(1)
                end = _end(processes[rank].exitcode)
                said[rank] = RankError(f"rank {rank} ended before its function returned: {end}")
            except Exception as error:
                said[rank] = failure(rank, error)
            if isinstance(said[rank], RankError):
                # Who fails for want of another may be heard before it.
                patience = 0.5 if said[rank].remoteness == 2 else 0
    return said


def _end(code: int | None) -> str:
    if code is None or code >= 0:
        return f"exit status {code}"
    return f"killed by {next((s.name for s in signal.Signals if s == -code), f'signal {-code}')}"


def _cause(said: dict[int, Any], group: Group, passed: float) -> RankError:
    """The error of the rank that the others failed for, if any did."""
    failures = {rank: word for rank, word in said.items() if isinstance(word, RankError)}
    timeout = re.compile("(?i)time(d )?out")
    first = min(failures.values(), key=lambda f: (f.remoteness, not timeout.search(str(f))))
    silent = [rank for rank in range(group.world_size) if rank not in said]
    absent = silent + sorted(said.keys() - failures)
    limit = group.timeout.total_seconds()
    timed_out = passed >= limit and timeout.search(str(first))
    if timed_out and absent and first.remoteness == 2:
        what = "did not answer" if silent else "had returned, and did not answer"
        first.args = (f"rank {absent[0]} {what} within {limit:g} s: {first}",)
    return first
