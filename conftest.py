"""What a spec may ask for, and how a fact is reported."""

import multiprocessing
import multiprocessing.forkserver
import platform
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.data import SnapshotCollections
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.location import PyTestLocation
from syrupy.types import SnapshotIndex

DDP = Path(__file__).parent / "spec" / "8_ddp"


# --- what a spec may ask for -------------------------------------------------


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


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """torch's global state after a spec is what it was before."""
    import torch
    from torch._tensor_str import PRINT_OPTS

    seed, printing = torch.get_rng_state(), dict(vars(PRINT_OPTS))
    dtype, threads = torch.get_default_dtype(), torch.get_num_threads()
    yield
    torch.set_rng_state(seed)
    vars(PRINT_OPTS).update(printing)
    torch.set_default_dtype(dtype)
    torch.set_num_threads(threads)


# --- GPUs --------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--require-gpu",
        action="store_true",
        help="fail, not skip, what needs a GPU where torch sees none",
    )


def pytest_runtest_setup(item: pytest.Item) -> None:
    marker = item.get_closest_marker("gpu")
    if marker is None:
        return
    import torch

    from pt1h.device import what_torch_sees

    needed = marker.kwargs.get("count", 1)
    if torch.cuda.is_available() and torch.cuda.device_count() >= needed:
        return
    reason = f"needs {needed} GPU{'s' * (needed > 1)}: {what_torch_sees()}"
    if item.config.getoption("--require-gpu") and not torch.cuda.is_available():
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


# --- speed -------------------------------------------------------------------


def pytest_collection(session: pytest.Session) -> None:
    """Start the server of the ranks first, on the second core, if a fact needs ranks at all."""
    chosen = [Path(arg.partition("::")[0]).resolve() for arg in session.config.args]
    if session.config.option.collectonly or "forkserver" not in (
        multiprocessing.get_all_start_methods()
    ):
        return
    if any(DDP.is_relative_to(path) or path.is_relative_to(DDP) for path in chosen):
        multiprocessing.set_forkserver_preload(["torch._dynamo", "pt1h.distributed", "pytest"])
        multiprocessing.forkserver.ensure_running()


# --- reporting ---------------------------------------------------------------


def pytest_report_header() -> str:
    import torch

    device = torch.cuda.get_device_name() if torch.cuda.is_available() else "cpu"
    return (
        f"torch {torch.__version__}, CUDA {torch.version.cuda}, device {device},"
        f" Python {platform.python_version()}"
    )


def pytest_itemcollected(item: pytest.Item) -> None:
    module = item.getparent(pytest.Module)
    assert module is not None
    docstring = module.obj.__doc__ or ""
    item.user_properties.append(("fact", docstring.partition("\n")[0]))
