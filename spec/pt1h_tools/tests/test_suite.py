"""The verdict is the same wherever and however people run the suite, and each bug is noticed."""

import faulthandler
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from pt1h_tools import wrong
from pt1h_tools.environment import own_environment

ROOT = Path(__file__).parents[3]
FACT = "spec/5_training/test_62_probabilities.py"
WORKERS = "spec/4_dataloader/test_53c_workers_change_no_batch.py"
RANKS = "spec/8_ddp/test_75a_each_rank_is_a_process.py"
PLUGIN = """
import warnings, pytest
def pytest_configure():
    warnings.warn("an option is unset", pytest.PytestDeprecationWarning)
class Check(pytest.Item):
    def runtest(self): pass
class Checked(pytest.File):
    def collect(self): yield Check.from_parent(self, name="check")
def pytest_collect_file(file_path, parent):
    return Checked.from_parent(parent, path=file_path)
"""


def run(*arguments, cwd=ROOT, **variables):
    """Run a command of Python, and return what it prints. It must succeed."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=own_environment(**variables),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "options", ["-p plugin -n2", "-p no:terminal -o junit_family=xunit1", "--import-mode=importlib"]
)
def test_the_verdict_is_the_same(options, tmp_path):
    (tmp_path / "conftest.py").touch()  # of a larger repository
    (tmp_path / "report.py").write_text("1 / 0")  # a module with the name of a tool
    (tmp_path / "plugin.py").write_text(PLUGIN)
    (tmp_path / "lent").symlink_to(ROOT)
    tmpdir = tmp_path / ("long" * 25)
    tmpdir.mkdir()
    files = [f"lent/{file}" for file in (FACT, WORKERS, RANKS)]
    command = ["-m", "pytest", "-p", "no:cacheprovider", *files, *options.split()]

    variables = {"LC_ALL": "C", "TMPDIR": str(tmpdir), "PYTHONPATH": str(tmp_path)}
    output = run(*command, "--junitxml=report.xml", cwd=tmp_path, **variables)

    assert "3 facts hold, 0 need a GPU, 0 fail\n" in output or "no:terminal" in options
    report = (tmp_path / "report.xml").read_text(encoding="utf-8")
    assert report.count('<property name="verdict" value="holds" />') == 3


found = []


@pytest.mark.parametrize("test", ["first", "second"])
def test_a_spec_leaves_torch_as_it_was(test):
    def state():
        return (
            torch.get_rng_state().tolist(),
            str(torch.tensor([1e-9, 1.0])),
            torch.get_default_dtype(),
            torch.get_num_threads(),
        )

    found.append(state())
    torch.rand(1)
    torch.set_printoptions(sci_mode=False)
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(torch.get_num_threads() + 1)

    assert all(now != before for now, before in zip(state(), found[-1], strict=True))
    assert found[-1] == found[0]


def test_each_bug_is_noticed():
    faulthandler.cancel_dump_traceback_later()  # all bugs take longer than a test may
    bugs = wrong.wrong_implementations()
    lines = run("spec/pt1h_tools/wrong.py").splitlines()
    assert len(bugs) >= 100
    assert lines[::2] == list(bugs)


@pytest.mark.parametrize("right", ["plain.py", "other.py"])
def test_a_right_implementation_has_no_failure(right):
    output = run("-m", "pytest", f"--implementation={wrong.TOOLS / 'right' / right}")
    assert ", 0 fail\n" in output
