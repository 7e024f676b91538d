"""Shared fixtures, and the plugins of the suite."""

import multiprocessing
import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.data import SnapshotCollections
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.location import PyTestLocation
from syrupy.types import SnapshotIndex


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """printed() returns the output of the spec since the last call."""
    return lambda: capsys.readouterr().out


class Transcript(SingleFileSnapshotExtension):
    """A plain text file beside the spec, with the same name."""

    file_extension = "txt"
    _write_mode = WriteMode.TEXT

    @classmethod
    def dirname(cls, *, test_location: PyTestLocation) -> str:
        return str(Path(test_location.filepath).parent)

    @classmethod
    def get_file_basename(cls, *, test_location: PyTestLocation, index: SnapshotIndex) -> str:
        return test_location.basename

    def discover_snapshots(self, **_: object) -> SnapshotCollections:
        """Return nothing, because --snapshot-update would delete the specs as unused snapshots."""
        return SnapshotCollections()


@pytest.fixture
def transcript(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """The output of the notebook's cell, in the text file beside the spec."""
    return snapshot.use_extension(Transcript)


@pytest.fixture
def shared_memory() -> None:
    """Skip the spec without 1 MiB of shared memory, through which processes pass tensors."""
    folder = "/dev/shm"
    if sys.platform == "linux" and not (
        os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= 2**20
    ):
        pytest.skip(f"needs 1 MiB of shared memory in {folder}: try docker run --shm-size=1g")


@pytest.fixture
def loopback() -> None:
    """Skip the spec if there is no loopback interface, over which ranks connect."""
    with socket.socket(type=socket.SOCK_DGRAM) as connection:
        try:
            connection.connect(("127.0.0.1", 1))
        except OSError as error:
            pytest.skip(f"needs the loopback interface ({error}): run ip link set lo up")


@pytest.fixture(autouse=True)
def _torch_as_before() -> Iterator[None]:
    """Restore torch's global state after each spec, and check that no process is left."""
    import torch

    seed, dtype, threads = torch.get_rng_state(), torch.get_default_dtype(), torch.get_num_threads()
    yield
    torch.set_rng_state(seed)
    torch.set_default_dtype(dtype)
    torch.set_num_threads(threads)
    torch.set_printoptions(profile="default")
    torch.set_default_device(None)
    torch.set_grad_enabled(True)
    children = multiprocessing.active_children()
    for child in children:
        child.kill()
        child.join()
    assert children == []


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    from pt1h_tools.environment import reject_unusable_pytest

    reject_unusable_pytest(pluginmanager)
    if pluginmanager.is_blocked("faulthandler"):  # pyproject.toml sets its options
        for option in ("faulthandler_timeout", "faulthandler_exit_on_timeout"):
            parser.addini(option, "an option of the faulthandler plugin")
    for plugin in ("gpus", "implementation", "report", "run"):
        pluginmanager.import_plugin(f"pt1h_tools.{plugin}")
