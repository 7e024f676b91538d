"""A missing GPU skips the tests that need it, and fails them only under --require-gpu."""

import os
import warnings

import pytest
import torch

from pt1h_tools import gpus

pytest_plugins = ["pytester"]

FACTS = """
import pytest

def test_cpu(): pass

@pytest.mark.gpu
def test_one(): pass

@pytest.mark.gpu(count=2)
def test_two(): pass
"""
NO_TEST = "--require-gpu=1: no test used a GPU, and torch"
OLD = "The NVIDIA driver on your system is too old (found version 12040)."
FOUND = "Found GPU0 NVIDIA GB10 which is of cuda capability 12.1."


@pytest.fixture
def run(pytester, monkeypatch):
    """run("--require-gpu", number=1) runs the facts on a machine with that many GPUs."""

    def run(*options, number=0):
        monkeypatch.setattr("pt1h.device.find_gpus", lambda: (["A"] * number, ""))
        monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
        pytester.makepyfile(FACTS)
        return pytester.runpytest("-p", "pt1h_tools.gpus", "-rsE", *options)

    return run


@pytest.mark.parametrize(
    ("number", "options", "status", "message"),
    [
        (0, "", 0, "SKIPPED *needs 1 GPU: torch * sees no GPU"),
        (0, "--require-gpu", 1, "ERROR *::test_one - Failed: needs 1 GPU: torch "),
        (0, "--require-gpu -k cpu", 1, f"{NO_TEST} * sees no GPU"),
        (1, "--require-gpu", 0, "SKIPPED *needs 2 GPUs: torch * sees 1 GPU: A"),
        (1, "--require-gpu -k two", 1, f"{NO_TEST} * sees 1 GPU: A"),
        (1, "--require-gpu=2", 1, "ERROR *::test_two - Failed: needs 2 GPUs: torch "),
        (1, "--require-gpu=2 -k one", 1, "--require-gpu=2: torch * sees 1 GPU: A"),
        (2, "--require-gpu=2", 0, "3 passed"),
        (2, "--require-gpu=8", 1, "--require-gpu=8: torch * sees 2 GPUs: A, A"),
        (2, "--require-gpu -k nothing", 5, "3 deselected"),
        (2, "--require-gpu=0", 4, "N must be a positive integer, got '0': write --require-gpu=1"),
        (2, "--require-gpu facts.py", 4, "N must be a positive integer, got 'facts.py'"),
    ],
)
def test_a_gpu_can_be_required(run, number, options, status, message):
    result = run(*options.split(), number=number)

    assert result.ret == status
    lines = pytest.LineMatcher(result.outlines + result.errlines)
    lines.fnmatch_lines([f"*{message}*"])


def test_a_test_runs_on_each_gpu_and_names_the_one_that_fails(pytester, monkeypatch):
    current = [0]

    def get_device_name(gpu):
        if gpu == 2:  # as torch was seen to do with MIG
            raise RuntimeError("device >= 0 && device < num_gpus INTERNAL ASSERT FAILED")
        return "A"

    monkeypatch.setattr(torch.cuda, "init", lambda: None)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 8)
    monkeypatch.setattr(torch.cuda, "get_device_name", get_device_name)
    monkeypatch.setattr(torch.cuda, "current_device", lambda: current[-1])
    monkeypatch.setattr(torch.cuda, "set_device", current.append)
    pytester.makepyfile("""
        import pytest
        import torch

        @pytest.mark.gpu
        def test_one(gpu):
            assert torch.cuda.current_device() == gpu
            assert gpu != 5
    """)

    result = pytester.runpytest("-p", "pt1h_tools.gpus", "-rfE")

    result.assert_outcomes(passed=6, failed=1, errors=1)
    result.stdout.fnmatch_lines(["FAILED *test_one[[]cuda:5[]]*", "ERROR *test_one[[]cuda:2[]]*"])
    result.stdout.fnmatch_lines(["*RuntimeError: device >= 0 && device < num_gpus INTERNAL*"])
    assert current[-1] == 0


def test_the_junit_report_names_the_machine(run, pytester):
    run("--junitxml=report.xml")

    report = (pytester.path / "report.xml").read_text(encoding="utf-8")
    assert f'<property name="torch" value="{torch.__version__}" />' in report
    assert all(f'<property name="{name}"' in report for name in ("CUDA", "driver", "GPU"))


def test_processes_of_a_spec_use_float32_and_do_not_warn(pytester, monkeypatch):
    monkeypatch.setenv("NVIDIA_TF32_OVERRIDE", "1")
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    pytester.makepyfile("""
        import os

        def test():
            assert os.environ["NVIDIA_TF32_OVERRIDE"] == "0"
            assert os.environ["PYTHONWARNINGS"] == "error,ignore:CUDA initialization:UserWarning"
    """)

    pytester.runpytest("-p", "pt1h_tools.gpus").assert_outcomes(passed=1)

    assert os.environ["NVIDIA_TF32_OVERRIDE"] == "1"
    assert os.environ["PYTHONWARNINGS"] == "error"


@pytest.mark.parametrize(
    ("available", "warning", "error", "lines"),
    [
        (False, f"CUDA initialization: {OLD} (Triggered internally)", OLD, [f"no GPU: {OLD}"]),
        (True, f"\n    {FOUND}\n    Minimum", None, ["1 GPU: A", f"UserWarning: {FOUND}"]),
    ],
)
def test_warnings_about_a_machine_are_reported_once(available, warning, error, lines, monkeypatch):
    def is_available():
        warnings.warn(warning, stacklevel=1)
        return available

    def init():
        if error:
            raise RuntimeError(error)

    monkeypatch.setattr(torch.version, "cuda", "13.2")
    monkeypatch.setattr(torch.cuda, "is_available", is_available)
    monkeypatch.setattr(torch.cuda, "init", init)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda gpu: "A")
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)

    first, *others = gpus.describe_machine.__wrapped__()

    assert [first.partition("sees ")[2], *others] == lines
