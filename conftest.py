"""What a spec may ask for, and how a fact is reported."""

import argparse
import atexit
import contextlib
import functools
import gc
import importlib.util
import multiprocessing
import multiprocessing.forkserver
import multiprocessing.util
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from _pytest.junitxml import xml_key
from syrupy.assertion import SnapshotAssertion
from syrupy.data import SnapshotCollections
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.location import PyTestLocation
from syrupy.types import SnapshotIndex

DDP = Path(__file__).parent / "spec" / "8_ddp"

# The book's pictures are drawn, and its page is opened in a browser, in nox -s book alone.
OF_THE_BOOK = [
    "spec/0_pt1h/test_18_pictures_show_what_is.py",
    "spec/0_pt1h/test_20_the_book_opens_in_a_browser.py",
]
collect_ignore = [] if importlib.util.find_spec("playwright") else OF_THE_BOOK


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


@contextlib.contextmanager
def torch_as_it_was() -> Iterator[None]:
    """torch's global state at the end is what it was at the start."""
    import torch
    from torch._tensor_str import PRINT_OPTS

    seed, printing = torch.get_rng_state(), dict(vars(PRINT_OPTS))
    dtype, threads = torch.get_default_dtype(), torch.get_num_threads()
    yield
    torch.set_rng_state(seed)
    vars(PRINT_OPTS).update(printing)
    torch.set_default_dtype(dtype)
    torch.set_num_threads(threads)


@pytest.fixture(autouse=True)
def _each_spec_stands_alone() -> Iterator[None]:
    with torch_as_it_was():
        yield


@pytest.fixture(autouse=True)
def _no_rank_is_left() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


# --- GPUs --------------------------------------------------------------------

# The facts are of float32. Where an image asks for TF32, this forbids it, in ranks too.
os.environ["NVIDIA_TF32_OVERRIDE"] = "0"

# A driver that does not serve torch makes each process warn. The header says so, once for all.
QUIET = "ignore:CUDA initialization:UserWarning"
os.environ["PYTHONWARNINGS"] = ",".join(filter(None, [os.environ.get("PYTHONWARNINGS"), QUIET]))


def number_of_gpus(text: str) -> int:
    if not (text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of GPUs: write --require-gpu=1")
    return int(text)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--require-gpu",
        nargs="?",
        type=number_of_gpus,
        const=1,
        default=0,
        metavar="N",
        help="fail where torch sees fewer than N GPUs (1 unless told), or where no GPU was tried",
    )


@functools.cache
def what_the_machine_says() -> list[str]:
    """What torch sees, and what it warns of: once in a process, and here it fails no fact."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        import torch

        from pt1h.device import find_gpus, what_torch_sees

        torch.cuda.is_available()
        _, reason = find_gpus()
    others = [w for w in said if not (reason and reason in str(w.message))]
    firsts = [f"{w.category.__name__}: {str(w.message).strip()}".partition("\n")[0] for w in others]
    return [what_torch_sees(), *firsts]


def pytest_sessionstart(session: pytest.Session) -> None:
    what_the_machine_says()
    if report := session.config.stash.get(xml_key, None):  # --junitxml: not in xdist's workers
        import torch
        from torch.utils import collect_env

        from pt1h.device import find_gpus

        report.add_global_property("torch", torch.__version__)
        report.add_global_property("CUDA", str(torch.version.cuda))
        report.add_global_property("ROCm", str(torch.version.hip))
        driver = collect_env.get_nvidia_driver_version(collect_env.run)
        report.add_global_property("driver", str(driver))
        report.add_global_property("GPU", ", ".join(find_gpus()[0]))


def pytest_runtest_setup(item: pytest.Item) -> None:
    marker = item.get_closest_marker("gpu")
    if marker is None:
        return
    from pt1h.device import find_gpus, what_torch_sees

    needed = marker.kwargs.get("count", 1)
    if len(find_gpus()[0]) >= needed:
        return
    reason = f"needs {needed} GPU{'s' * (needed > 1)}: {what_torch_sees()}"
    if item.config.getoption("--require-gpu") >= needed:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Under --require-gpu a run that shows nothing of a GPU, or has too few, is no success."""
    required = session.config.getoption("--require-gpu")
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not required or not reporter or session.exitstatus != pytest.ExitCode.OK:
        return
    from pt1h.device import find_gpus, what_torch_sees

    tried = any("gpu" in report.keywords for report in reporter.getreports("passed"))
    if not tried or len(find_gpus()[0]) < required:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        missing = f"\n--require-gpu={required}: " + "no fact tried a GPU, and " * (not tried)
        reporter.line(missing + what_torch_sees(), red=True)


# --- speed -------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    """Start the server that ranks are forked from before all else, if a fact may need ranks.

    It imports torch on the second core while this process does so on the first.
    """
    gc.disable()
    chosen = [Path(arg.partition("::")[0]).resolve() for arg in config.args]
    runs_here = not config.option.collectonly and config.getoption("dist", "no") == "no"
    cold = runs_here and "torch" not in sys.modules
    if cold and any(DDP.is_relative_to(path) or path.is_relative_to(DDP) for path in chosen):
        multiprocessing.set_forkserver_preload(["torch._dynamo", "pt1h.ddp"])
        multiprocessing.forkserver.ensure_running()


def pytest_unconfigure() -> None:
    """Neither pytest's last look for garbage nor Python's own need walk through all of torch."""
    gc.freeze()


@atexit.register
def leave_quietly() -> None:
    """triton's bindings report what Python no longer takes down, on standard error, as leaks."""
    if "triton" in sys.modules and gc.get_freeze_count():
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


# --- reporting ---------------------------------------------------------------


def pytest_report_header() -> list[str]:
    return what_the_machine_says()


def pytest_itemcollected(item: pytest.Item) -> None:
    module = item.getparent(pytest.Module)
    assert module is not None
    docstring = module.obj.__doc__ or ""
    item.user_properties.append(("fact", docstring.partition("\n")[0]))
    item.add_marker(pytest.mark.filterwarnings("error"), append=False)


def fact_of(report: pytest.TestReport | pytest.CollectReport) -> str:
    """The sentence, with its cell, that opens the module's docstring, if it could be read."""
    return str(dict(getattr(report, "user_properties", ())).get("fact", "a module does not load"))


def pytest_report_teststatus(
    report: pytest.TestReport, config: pytest.Config
) -> tuple[str, str, str] | None:
    """pytest -v shows the fact itself."""
    if config.get_verbosity() < 1 or (report.when != "call" and not report.skipped):
        return None
    return report.outcome, report.outcome[0], f"{report.outcome.upper()}\n  {fact_of(report)}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    facts = {
        outcome: {fact_of(report): report.nodeid for report in terminalreporter.getreports(outcome)}
        for outcome in ("passed", "skipped", "failed", "error")
    }
    not_true = facts["failed"] | facts["error"]
    if not_true:
        terminalreporter.section("not true here")
        for fact, nodeid in not_true.items():
            terminalreporter.line(f"{fact}\n    {nodeid}")
    hold = facts["passed"].keys() - facts["skipped"].keys() - not_true.keys()
    gpu = {fact_of(r) for r in terminalreporter.getreports("skipped") if "gpu" in r.keywords}
    other = len(facts["skipped"].keys() - gpu)
    terminalreporter.line(
        f"{len(hold)} facts hold, {len(gpu)} need a GPU, {len(not_true)} fail"
        + f", {other} cannot be tried here" * bool(other)
    )
