"""Start commands for the specs, and check that they leave no process and no file."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pt1h_tools.environment import ROOT, own_environment


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark each spec of this chapter, so that it runs only on request."""
    item.add_marker(pytest.mark.faults)


class Run(NamedTuple):
    """A command that a spec has started, and all processes that descend from it."""

    process: subprocess.Popen[str]
    temporary: Path

    def processes(self) -> dict[int, int]:
        """Map each process that is left, found by its TMPDIR, to its parent."""
        left = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if f"TMPDIR={self.temporary}" in (folder / "environ").read_text().split("\0"):
                    state = (folder / "stat").read_text().rpartition(")")[2]
                    left[int(folder.name)] = int(state.split()[1])
        return left

    def kill_a_rank(self) -> None:
        """Kill the newest rank. A rank is a process without child processes."""
        parents = self.processes()
        ranks = [
            pid
            for pid in parents.keys() - parents.values()
            if "resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_text()
        ]
        os.kill(max(ranks), signal.SIGKILL)

    def output(self) -> tuple[str, str]:
        """Return the output, without the lines that torch prints on some machines.

        Gloo in torch 2.8 prints its number of peers. torch warns if it does not know an ARM CPU, or
        if a name server is missing.
        """
        out, err = self.process.communicate()
        out = re.sub(r"\[Gloo\] Rank .*\n", "", out)
        return out, re.sub(r".*(MIDR_EL1|\[c10d\] The hostname of|Unable to resolve).*\n", "", err)

    def wait_for_an_epoch(self, checkpoint: Path) -> None:
        from pt1h.checkpoint import read

        while not checkpoint.exists() or read(checkpoint)["epoch"] < 1:
            assert self.process.poll() is None, self.output()
            time.sleep(0.01)


@pytest.fixture
def start() -> Iterator[Callable[..., Run]]:
    """Start a module as a command: start("pt1h", "ddp").

    When the spec ends, no process and no temporary file of the commands may be left.
    """
    if not Path("/proc").exists():
        pytest.skip("needs /proc to look for processes")
    # Use a short path, because the path of a Unix socket is limited to 107 characters.
    temporary = Path(tempfile.mkdtemp())
    runs = []

    def start(*module: Any, before: Sequence[str] = (), **options: Any) -> Run:
        # Each torchrun must pick its own port, and must not look up the name of the machine.
        torchrun = {"PET_RDZV_BACKEND": "c10d", "PET_RDZV_ENDPOINT": "127.0.0.1:0"}
        process = subprocess.Popen(
            [*before, sys.executable, "-m", *map(str, module)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            cwd=ROOT,
            env=own_environment(TMPDIR=str(temporary), PET_LOCAL_ADDR="127.0.0.1", **torchrun),
            **options,
        )
        runs.append(Run(process, temporary))
        return runs[-1]

    yield start
    deadline = time.monotonic() + 10  # the fork server may still be importing torch
    while runs and runs[0].processes() and time.monotonic() < deadline:
        time.sleep(0.05)
    left = runs[0].processes() if runs else {}
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    for run in runs:
        with run.process:
            pass
    assert left == {}
    # torch keeps a cache, and torchrun its logs. CPython leaves the folder of the fork server's
    # socket and, if it is killed while it tests whether TMPDIR is writable, a randomly named file.
    kept = re.compile("torchinductor_|torchelastic_|pymp-|tmp|[a-z0-9_]{8}$")
    files = [file.name for file in temporary.iterdir() if not kept.match(file.name)]
    shutil.rmtree(temporary)
    assert files == []


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    return tmp_path / "run.pth"


@pytest.fixture
def command(checkpoint: Path) -> list[str]:
    """Train on so many records that a fault can interrupt the run."""
    return ["ddp", "--device", "cpu", "--records", "500000", "--checkpoint", str(checkpoint)]


@pytest.fixture
def training(start: Callable[..., Run], command: list[str], checkpoint: Path) -> Run:
    """A run of the command that has completed an epoch."""
    run = start("pt1h", *command)
    run.wait_for_an_epoch(checkpoint)
    return run


@pytest.fixture
def script(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The SCRIPT of the spec, in a file."""
    path = tmp_path / "script.py"
    path.write_text(request.module.SCRIPT)
    return path
