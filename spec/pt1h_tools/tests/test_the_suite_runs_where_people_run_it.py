"""pt1h: the verdict is the same in any folder, beside any plugin, under any option and TMPDIR.

Where nothing can be tried, that is one sentence, before a fact is tried.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.faults

ROOT = Path(__file__).parents[2]
FACT = "spec/5_training/test_62_probabilities.py"
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


def run(*arguments, cwd=ROOT, before=(), **environment):
    """The exit status of pytest in that folder, and all that it says."""
    command = [*before, sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    env = os.environ | environment
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("options", ["-p plugin -n2", "-p no:terminal -o junit_family=xunit1"])
def test_the_verdict_is_the_same(options, tmp_path):
    (tmp_path / "conftest.py").touch()  # of a larger repository
    (tmp_path / "plugin.py").write_text(PLUGIN)
    (tmp_path / "lent").symlink_to(ROOT)
    tmpdir = tmp_path / ("long" * 25)
    tmpdir.mkdir()
    command = [f"lent/{FACT}", f"lent/{RANKS}", "--junitxml=found.xml", *options.split()]

    status, said = run(*command, cwd=tmp_path, LC_ALL="C", TMPDIR=str(tmpdir))

    assert status == 0, said
    assert "2 facts hold, 0 need a GPU, 0 fail\n" in said or "no:terminal" in options
    found = (tmp_path / "found.xml").read_text(encoding="utf-8")
    assert '<property name="fact" value="In [62]: ' in found


def test_what_cannot_be_tried_is_said_at_once():
    status, said = run(FACT, before=["sh", "-c", 'ulimit -n 20; exec "$@"', "sh"])

    assert status == 4
    assert said.strip() == "ERROR: needs 64 open files, and 20 are allowed: ulimit -n 64"
