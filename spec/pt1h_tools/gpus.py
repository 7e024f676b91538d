"""Report the GPUs that torch sees, and skip the tests that need more."""

import argparse
import functools
import os
import warnings
from collections.abc import Callable, Iterator

import pytest


def number_of_gpus(text: str) -> int:
    if not (text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError(
            f"N must be a positive integer, got {text!r}: write --require-gpu=1"
        )
    return int(text)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--require-gpu",
        nargs="?",
        type=number_of_gpus,
        const=1,
        default=0,
        metavar="N",
        help="fail if torch sees fewer than N GPUs (1 if N is omitted), or if no test used a GPU",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Set the environment variables that processes of this run inherit."""
    environment = pytest.MonkeyPatch()
    config.add_cleanup(environment.undo)
    # The facts are about float32, but a container image may enable TF32.
    environment.setenv("NVIDIA_TF32_OVERRIDE", "0")
    # Ignore torch's warning about an old driver in each process. The run's header reports it.
    filters = [os.environ.get("PYTHONWARNINGS"), "ignore:CUDA initialization:UserWarning"]
    environment.setenv("PYTHONWARNINGS", ",".join(filter(None, filters)))


@functools.cache
def describe_machine() -> list[str]:
    """Return what torch sees, and its warnings about the machine, so that they fail no fact."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        import torch

        from pt1h.device import find_gpus, what_torch_sees

        torch.cuda.is_available()
        _, reason = find_gpus()
    messages = [
        f"{warning.category.__name__}: {str(warning.message).strip()}".partition("\n")[0]
        for warning in caught
        if not (reason and reason in str(warning.message))
    ]
    return [what_torch_sees(), *messages]


def pytest_sessionstart() -> None:
    describe_machine()  # before a spec turns torch's warnings about the machine into errors


def pytest_report_header() -> list[str]:
    return describe_machine()


def missing_gpus(item: pytest.Item) -> str:
    """Return why the test cannot run on the GPUs of this machine, or "" if it can."""
    from pt1h.device import find_gpus, what_torch_sees

    needed = gpus_needed(item)
    if len(find_gpus()[0]) >= needed:
        return ""
    return f"needs {needed} GPU{'s' if needed > 1 else ''}: {what_torch_sees()}"


def gpus_needed(item: pytest.Item) -> int:
    marker = item.get_closest_marker("gpu")
    return marker.kwargs.get("count", 1) if marker else 0


@pytest.fixture(scope="session", autouse=True)
def _machine_in_junit_report(
    pytestconfig: pytest.Config, record_testsuite_property: Callable[[str, object], None]
) -> None:
    if pytestconfig.getoption("--junitxml"):
        import torch
        from torch.utils import collect_env

        from pt1h.device import find_gpus

        driver = collect_env.get_nvidia_driver_version(collect_env.run)
        record_testsuite_property("torch", torch.__version__)
        record_testsuite_property("CUDA", torch.version.cuda)
        record_testsuite_property("ROCm", torch.version.hip)
        record_testsuite_property("driver", driver)
        record_testsuite_property("GPU", ", ".join(find_gpus()[0]))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that uses the fixture gpu once for each GPU, or once if there is none."""
    if "gpu" in metafunc.fixturenames:
        from pt1h.device import find_gpus

        gpus = range(max(1, len(find_gpus()[0])))
        metafunc.parametrize("gpu", gpus, ids=[f"cuda:{gpu}" for gpu in gpus], indirect=True)


@pytest.fixture
def gpu(request: pytest.FixtureRequest, _gpus: None) -> Iterator[int]:
    """The index of a GPU, which is the current device during the test."""
    import torch

    torch.cuda.get_device_name(request.param)  # raises if torch counts a GPU that it cannot use
    before = torch.cuda.current_device()
    torch.cuda.set_device(request.param)
    yield request.param
    torch.cuda.set_device(before)


@pytest.fixture(autouse=True)
def _gpus(request: pytest.FixtureRequest, _machine_in_junit_report: None) -> None:
    """Skip a test that needs more GPUs than there are. If --require-gpu requires them, fail it."""
    if reason := missing_gpus(request.node):
        if request.config.getoption("--require-gpu") >= gpus_needed(request.node):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run under --require-gpu if no test used a GPU, or if there are too few."""
    required = session.config.getoption("--require-gpu")
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not required or not reporter or session.exitstatus != pytest.ExitCode.OK:
        return
    from pt1h.device import find_gpus, what_torch_sees

    reasons = [what_torch_sees()]
    if not any("gpu" in report.keywords for report in reporter.getreports("passed")):
        reasons.insert(0, "no test used a GPU")
    if len(reasons) > 1 or len(find_gpus()[0]) < required:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.line(f"\n--require-gpu={required}: {', and '.join(reasons)}", red=True)
