"""pt1h: python -m pt1h runs the command pt1h, and --version prints its version."""

import runpy
import sys

import pytest

import pt1h


def test_the_package_runs_as_the_command(printed, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["pt1h", "--version"])

    with pytest.raises(SystemExit) as exit_status:
        runpy.run_module("pt1h", run_name="__main__")

    assert exit_status.value.code == 0
    assert printed() == f"pt1h {pt1h.__version__}\n"
