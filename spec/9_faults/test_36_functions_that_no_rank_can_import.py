"""Ranks: a function that no rank can import is refused in a sentence, and none is started.

A rank is an interpreter of its own, which imports the script and looks the function up by name.

See torch.multiprocessing.
"""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.faults

UNGUARDED = """\
from pt1h.distributed import launch
def worker():
    return 42
launch(worker, 2)
"""


def run(*command, **options):
    """The last line of what it says, which may be a traceback's, and all lines."""
    command = [sys.executable, *map(str, command)]
    lines = subprocess.run(command, stderr=subprocess.PIPE, text=True, **options).stderr.split("\n")
    return lines[-2], lines


@pytest.fixture(autouse=True)
def _pt1h_is_found(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]), prepend=":")


def test_a_script_from_standard_input():
    last, _ = run("-", input=UNGUARDED)

    assert last.startswith("ValueError: function worker was typed into an interpreter or a")


def test_a_script_that_starts_ranks_as_they_import_it(tmp_path):
    (tmp_path / "script.py").write_text(UNGUARDED)
    last, lines = run(tmp_path / "script.py")

    assert lines.count("Traceback (most recent call last):") == 1
    assert 'launch() goes below: if __name__ == "__main__"' in lines
    assert last.endswith("ended before its function returned: exit status 1")
