"""Ranks: a rank starts with torch imported, one thread, and torchrun's rank and size variables.

The fork server has already imported torch. One thread per rank is torchrun's default as well,
because the ranks share the cores. The variables replace any that another launcher left in the
shell. Otherwise both ranks would use the GPU that the shell's LOCAL_RANK selects.

See torch.set_num_threads.
"""

import multiprocessing
import os

import pytest
import torch
from torch import distributed

from pt1h.command import main
from pt1h.ranks import START_METHOD, launch, under_torchrun
from pt1h_tools.environment import own_environment, run_python

pytestmark = pytest.mark.faults

SCRIPT = """\
import os
import sys

from pt1h.ranks import launch

def rank_function():
    return "torch" in sys.modules, "pt1h.ddp" in sys.modules, os.environ["LOCAL_RANK"]

imported = "torch" in sys.modules

if __name__ == "__main__":
    print(launch(rank_function, 2))
"""


def report():
    names = ["RANK", "LOCAL_RANK", "WORLD_SIZE", "LOCAL_WORLD_SIZE"]
    return [*(int(os.environ[name]) for name in names), torch.get_num_threads()]


def test_a_rank_has_its_own_variables():
    assert launch(report, 2) == [[0, 0, 2, 2, 1], [1, 1, 2, 2, 1]]
    assert launch(distributed.get_node_local_rank, 2) == [0, 1]
    assert launch(under_torchrun, 1) == [False]


def start_method():
    return multiprocessing.get_start_method()


def test_workers_of_a_rank_start_as_in_any_process():
    # Otherwise each rank would start a fork server of its own, which would import torch again.
    assert launch(start_method, 1) == [start_method()]


@pytest.mark.skipif(START_METHOD != "forkserver", reason="needs a fork server")
def test_a_rank_starts_with_torch_imported(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    shell = {"LOCAL_RANK": "0", "TORCHELASTIC_RUN_ID": "old"}

    run = run_python(script, env=own_environment(**shell))

    assert run.stdout == "[(True, True, '0'), (True, True, '1')]\n", run.stderr


def test_a_run_id_without_a_rank_is_no_torchrun(monkeypatch, capsys):
    monkeypatch.setenv("TORCHELASTIC_RUN_ID", "old")

    assert main(["ddp", "--device", "cpu"]) == 0

    assert capsys.readouterr().out.endswith("[TRAIN ACCURACY] 100.0% (5 of 5 records)\n")
