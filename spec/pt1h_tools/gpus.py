"""What the machine says of its GPUs, and what becomes of a fact that needs one."""

import argparse
import functools
import os
import warnings

import pytest
from _pytest.junitxml import xml_key

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


def pytest_report_header() -> list[str]:
    return what_the_machine_says()
