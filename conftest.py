"""What a spec may ask for, and what is looked at before a fact is tried."""

import faulthandler
import multiprocessing
import multiprocessing.util
import os
import resource
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.data import SnapshotCollections
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.location import PyTestLocation
from syrupy.types import SnapshotIndex

DDP = Path(__file__).parent / "spec" / "8_ddp"
FAULTS = Path(__file__).parent / "spec" / "9_faults"
sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent / "spec"), str(DDP)]

LIMITS = [
    ("n", "open files", resource.RLIMIT_NOFILE, 64),
    ("u", "processes", resource.RLIMIT_NPROC, 32),
]


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """printed() is what the spec has printed since it was last asked."""
    return lambda: capsys.readouterr().out


class Transcript(SingleFileSnapshotExtension):
    """A plain text file beside the spec, of the same name."""

    file_extension = "txt"
    _write_mode = WriteMode.TEXT

    @classmethod
    def dirname(cls, *, test_location: PyTestLocation) -> str:
        return str(Path(test_location.filepath).parent)

    @classmethod
    def get_file_basename(cls, *, test_location: PyTestLocation, index: SnapshotIndex) -> str:
        return test_location.basename

    def discover_snapshots(self, **_: object) -> SnapshotCollections:
        """None: --snapshot-update deletes what it discovers and finds unused, specs included."""
        return SnapshotCollections()


@pytest.fixture
def transcript(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """What the document prints in this spec's cell: the text file beside the spec."""
    return snapshot.use_extension(Transcript)


@pytest.fixture
def shared_memory() -> None:
    """For processes that hand each other tensors. Containers often have next to none of it."""
    folder = "/dev/shm"
    if sys.platform == "linux" and not (
        os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= 2**20
    ):
        pytest.skip(f"needs 1 MiB of shared memory in {folder}: docker run --shm-size=1g")


@pytest.fixture
def loopback() -> None:
    """For ranks, which meet there."""
    with socket.socket(type=socket.SOCK_DGRAM) as meeting:
        try:
            meeting.connect(("127.0.0.1", 1))
        except OSError as error:
            pytest.skip(f"needs the loopback interface ({error}): ip link set lo up")


@pytest.fixture(autouse=True)
def _each_spec_stands_alone() -> Iterator[None]:
    """torch's global state is afterwards what it was before, and no process is left."""
    import torch

    seed, dtype, threads = torch.get_rng_state(), torch.get_default_dtype(), torch.get_num_threads()
    yield
    torch.set_rng_state(seed)
    torch.set_default_dtype(dtype)
    torch.set_num_threads(threads)
    torch.set_printoptions(profile="default")
    assert multiprocessing.active_children() == []


def pytest_addoption(pluginmanager: pytest.PytestPluginManager) -> None:
    for plugin in ("pt1h_tools.gpus", "pt1h_tools.implementation", "pt1h_tools.report", "pt1h_tools.speed"):
        pluginmanager.import_plugin(plugin)


def pytest_runtest_setup() -> None:
    """Where a person may be looking at a line, a fact may take longer."""
    debugged = sys.gettrace() is not None
    if sys.version_info >= (3, 12):
        debugged |= sys.monitoring.get_tool(sys.monitoring.DEBUGGER_ID) is not None
    if debugged:
        faulthandler.cancel_dump_traceback_later()


def pytest_configure(config: pytest.Config) -> None:
    if pytest.version_tuple < (9,):
        raise pytest.UsageError(
            f"pytest {pytest.__version__} does not read [tool.pytest] in pyproject.toml:"
            " pip install 'pytest>=9'"
        )
    if missing := [name for name in ("numpy", "torch", "tqdm") if find_spec(name) is None]:
        raise pytest.UsageError(f"needs {' and '.join(missing)}: pip install {' '.join(missing)}")
    # Ranks import specs, in a larger repository and under --import-mode=importlib by this path.
    sys.path.append(str(config.rootpath))
    for letter, what, limit, least in LIMITS:
        allowed, _ = resource.getrlimit(limit)
        if allowed != resource.RLIM_INFINITY and allowed < least:
            raise pytest.UsageError(
                f"needs {least} {what}, and {allowed} are allowed: ulimit -{letter} {least}"
            )
    config.addinivalue_line("markers", "gpu(count=1): needs CUDA, on that many GPUs")
    config.addinivalue_line(
        "markers", "faults: takes minutes, left out unless asked for: pytest spec -m faults"
    )
    if len(tempfile.gettempdir()) > 70:
        # The path of a socket ends at 103 characters on macOS, and Python's own takes 32 of them.
        as_told, tempfile.tempdir = tempfile.tempdir, "/tmp"
        multiprocessing.util.get_temp_dir()
        tempfile.tempdir = as_told


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes minutes is run where it is asked for: by its marker, its chapter or its file."""
    if "faults" in config.option.markexpr:
        return
    named = {Path(arg.partition("::")[0]).resolve() for arg in config.args}
    asked_for = named | {path for path in FAULTS.glob("*.py") if FAULTS in named}
    left_out = [i for i in items if i.get_closest_marker("faults") and i.path not in asked_for]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]
