"""Ranks: a rank is forked from a server that has imported torch, and finds its imports done.

A script's own worker, and an interpreter's worker that stands in a module, are started like that.
"""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.faults

SCRIPT = """\
import sys

from pt1h.distributed import launch


def worker():
    return "torch._dynamo" in sys.modules, "pt1h.ddp" in sys.modules


if __name__ == "__main__":
    print(launch(worker, 1))
"""
TYPED = """\
import os
from pt1h.distributed import launch
print(len(set(launch(os.getpid, 2))))
"""


def test_a_rank_finds_its_imports_done(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]), prepend=":")
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)

    assert subprocess.check_output([sys.executable, script], text=True) == "[(True, True)]\n"


def test_an_interpreter_starts_what_stands_in_a_module():
    assert subprocess.check_output([sys.executable, "-c", TYPED], text=True) == "2\n"
