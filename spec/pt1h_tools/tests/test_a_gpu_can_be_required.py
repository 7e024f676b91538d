"""pt1h: a run with --require-gpu fails where there are too few GPUs, or where no fact tries one.

Without it, what needs a GPU that is not there is skipped.
"""

from types import SimpleNamespace

import pytest

from pt1h_tools import gpus as machine

FACTS = """
import pytest

def test_cpu(): pass

@pytest.mark.gpu
def test_one(): pass

@pytest.mark.gpu(count=2)
def test_two(): pass
"""
ALONE = "-c /dev/null --rootdir=. --confcutdir=. --import-mode=importlib"  # wherever TMPDIR is
BARE = f"{ALONE} -rs -s -pno:unraisableexception -pno:faulthandler"
NO_FACT = "--require-gpu=1: no fact tried a GPU, and torch"


@pytest.mark.parametrize(
    ("gpus", "options", "status", "words"),
    [
        (0, "", 0, ["needs 1 GPU: torch", "sees no GPU"]),
        (0, "--require-gpu", 1, ["1 error", "needs 1 GPU: torch", "sees no GPU"]),
        (0, "--require-gpu -k cpu", 1, [NO_FACT, "sees no GPU"]),
        (1, "--require-gpu", 0, ["needs 2 GPUs: torch", "sees 1 GPU: A"]),
        (1, "--require-gpu -k two", 1, [NO_FACT, "sees 1 GPU: A"]),
        (1, "--require-gpu=2", 1, ["1 error", "needs 2 GPUs: torch", "sees 1 GPU: A"]),
        (1, "--require-gpu=2 -k one", 1, ["--require-gpu=2: torch", "sees 1 GPU: A"]),
        (2, "--require-gpu=2", 0, ["3 passed"]),
        (2, "--require-gpu=8", 1, ["--require-gpu=8: torch", "sees 2 GPUs: A, A"]),
        (2, "--require-gpu -k nothing", 5, ["3 deselected"]),
        (2, "--require-gpu=0", 4, ["'0' is no number of GPUs: write --require-gpu=1"]),
        (2, "--require-gpu facts.py", 4, ["'facts.py' is no number of GPUs"]),
    ],
)
def test_a_gpu_can_be_required(gpus, options, status, words, tmp_path, monkeypatch, capsys):
    hooks = ["pytest_addoption", "pytest_runtest_setup", "pytest_sessionfinish"]
    (tmp_path / "test_facts.py").write_text(FACTS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setattr("pt1h.device.find_gpus", lambda: (["A"] * gpus, ""))

    found = pytest.main(
        [*BARE.split(), *options.split()],
        plugins=[SimpleNamespace(**{hook: getattr(machine, hook) for hook in hooks})],
    )

    out, err = capsys.readouterr()
    assert all(word in out + err for word in words)
    assert found == status
