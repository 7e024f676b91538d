"""Commands that a spec starts, and that must leave nothing."""

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

ROOT = Path(__file__).parents[2]


class Run(NamedTuple):
    """A command that a spec has started, and all processes that came of it."""

    process: subprocess.Popen[str]
    temporary: Path

    def processes(self) -> dict[int, int]:
        """Each of them that is left, with its parent, known by the folder of temporary files."""
        left = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if f"TMPDIR={self.temporary}" in (folder / "environ").read_text().split("\0"):
                    state = (folder / "stat").read_text().rpartition(")")[2]
                    left[int(folder.name)] = int(state.split()[1])
        return left

    def ranks(self) -> list[int]:
        parents = self.processes()
        return sorted(
            pid
            for pid in parents.keys() - parents.values()
            if "resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_text()
        )

    def output(self) -> tuple[str, str]:
        """What it prints until it ends, but for torch's own word of two kinds of machines.

        An ARM that Linux does not name, and one without a nameserver.
        """
        out, err = self.process.communicate()
        return out, re.sub(r".*(MIDR_EL1|\[c10d\] The hostname of).*\n", "", err)

    def wait_for_epoch(self, epoch: int, checkpoint: Path) -> None:
        from pt1h.checkpoint import read

        while not checkpoint.exists() or read(checkpoint)["epoch"] < epoch:
            assert self.process.poll() is None, self.output()
            time.sleep(0.01)


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Run]]:
    """start("pt1h", "ddp") is a command of its own. At the spec's end nothing of it may be left:
    no process, no temporary file."""
    if not Path("/proc").exists():
        pytest.skip("looks for processes in /proc")
    # Not below tmp_path, which may be long: the path of a socket ends at 107 characters.
    temporary = Path(tempfile.mkdtemp())
    # A script in another folder finds pt1h, too.
    monkeypatch.setenv("PYTHONPATH", str(ROOT), prepend=os.pathsep)
    # Two of torch 2.7's torchruns would both meet at port 29500, unless told. At one that it picks
    # torchrun looks up the machine's name, unless told an address.
    monkeypatch.setenv("PET_RDZV_BACKEND", "c10d")
    monkeypatch.setenv("PET_RDZV_ENDPOINT", "127.0.0.1:0")
    monkeypatch.setenv("PET_LOCAL_ADDR", "127.0.0.1")
    runs = []

    def start(*module: Any, before: Sequence[str] = (), **options: Any) -> Run:
        command = [*before, sys.executable, "-m", *map(str, module)]
        process = subprocess.Popen(
            command,
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options,
            text=True,
            start_new_session=True,
            cwd=ROOT,
            env=os.environ | {"TMPDIR": str(temporary)},
        )
        runs.append(Run(process, temporary))
        return runs[-1]

    yield start
    until = time.monotonic() + 10  # a DataLoader's process looks for its parent every 5 seconds
    while runs and runs[0].processes() and time.monotonic() < until:
        time.sleep(0.05)
    left = runs[0].processes() if runs else {}
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    for run in runs:
        with run.process:
            pass
    assert left == {}
    # torch keeps its cache, torchrun its logs, torch 2.7 a module that it writes as it starts, and
    # Python, where it is killed as it looks whether it can write here, eight letters.
    kept = re.compile("torchinductor_|torchelastic_|tmp|[a-z0-9_]{8}$")
    files = [file.name for file in temporary.iterdir() if not kept.match(file.name)]
    shutil.rmtree(temporary)
    assert files == []
