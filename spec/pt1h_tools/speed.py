"""What makes the verdict quick: each of these saves more than a twentieth of the suite's time."""

import atexit
import gc
import multiprocessing
import multiprocessing.forkserver
import os
import sys
from pathlib import Path

import pytest

DDP = Path(__file__).parent / "8_ddp"


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    # On the second core the server of ranks imports torch while this process does so on the first.
    gc.disable()
    chosen = [Path(arg.partition("::")[0]).resolve() for arg in config.args]
    runs_here = not config.option.collectonly and config.getoption("dist", "no") == "no"
    cold = runs_here and "torch" not in sys.modules and not config.option.implementation
    if cold and any(DDP.is_relative_to(path) or path.is_relative_to(DDP) for path in chosen):
        multiprocessing.set_forkserver_preload(["torch._dynamo", "pt1h.ddp"])
        multiprocessing.forkserver.ensure_running()


def pytest_unconfigure() -> None:
    """Neither pytest's last look for garbage nor Python's own need walk through all of torch."""
    gc.freeze()


@atexit.register
def leave_quietly() -> None:
    """The server of ranks need not take torch down, either, while who reads our output waits."""
    if "pt1h.distributed" in sys.modules:
        from pt1h.distributed import stop_server

        stop_server()
    # triton's bindings report what Python no longer takes down, on standard error, as leaks.
    if "triton" in sys.modules and gc.get_freeze_count():
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
