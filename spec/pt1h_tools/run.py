"""Check what a run needs, select its specs, and start the fork server."""

import faulthandler
import gc
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from pt1h_tools.environment import (
    drop_personal_settings,
    reject_unusable_options,
    start_fork_server,
)

SPEC = Path(__file__).parents[1]
FAULTS = SPEC / "9_faults"
START_PROCESSES = [SPEC / "4_dataloader", SPEC / "8_ddp"]


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    # Keep the collector off until the run ends, because almost all objects live that long.
    gc.disable()
    config.add_cleanup(gc.enable)
    change = pytest.MonkeyPatch()
    config.add_cleanup(change.undo)
    drop_personal_settings(change)
    reject_unusable_options(config)
    # The plugin that registers this marker may be disabled.
    config.addinivalue_line("markers", "filterwarnings(warning): how to treat a warning")
    if missing := [name for name in ("numpy", "torch") if find_spec(name) is None]:
        raise pytest.UsageError(
            f"cannot find {' and '.join(missing)}: run pip install {' '.join(missing)}"
        )
    if sys.platform != "win32" and len(tempfile.gettempdir()) > 70:
        # Processes create sockets there, whose paths are limited to 103 characters on macOS.
        change.setenv("TMPDIR", "/tmp")
        change.setattr(tempfile, "tempdir", None)  # so that TMPDIR is read again
    selected = any(
        chapter.is_relative_to(path) or path.is_relative_to(chapter)
        for chapter in START_PROCESSES
        for path in paths(config)
    )
    tests_pt1h_here = config.getoption("dist", "no") == "no" and not config.option.implementation
    if (
        selected
        and tests_pt1h_here
        and not config.option.collectonly
        and "torch" not in sys.modules
    ):
        # Preload pytest, because each started process imports the main module of this one.
        start_fork_server("pt1h.preload", "pytest")


def pytest_collection_finish() -> None:
    """Exempt imported objects from garbage collection, which saves a tenth of the time."""
    gc.freeze()


def pytest_unconfigure() -> None:
    """Exempt the remaining objects at exit, which saves a tenth with the CPU build of torch."""
    if "triton" not in sys.modules:  # triton would report the exempted objects as leaks
        gc.freeze()


def paths(config: pytest.Config) -> set[Path]:
    """Return the files and folders on pytest's command line."""
    return {Path(arg.partition("::")[0]).resolve() for arg in config.args}


def pytest_runtest_setup() -> None:
    """Disable the time limit of a test if a debugger is attached."""
    debugged = sys.gettrace() is not None
    if sys.version_info >= (3, 12):
        debugged |= sys.monitoring.get_tool(sys.monitoring.DEBUGGER_ID) is not None
    if debugged:
        faulthandler.cancel_dump_traceback_later()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the specs that take minutes, unless their marker, chapter or file is given."""
    given = paths(config)
    if "faults" in config.option.markexpr:
        return
    left_out = [
        item
        for item in items
        if item.get_closest_marker("faults")
        and item.path not in given
        and not (FAULTS in given and item.path.parent == FAULTS)
    ]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]
