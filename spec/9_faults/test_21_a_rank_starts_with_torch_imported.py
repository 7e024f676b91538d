"""Ranks: a rank starts with torch imported, one thread, and torchrun's rank and size variables.

The fork server has already imported torch. One thread per rank is torchrun's default as well,
because the ranks share the cores. The variables replace any that another launcher left in the
shell. Otherwise both ranks would use the GPU that the shell's LOCAL_RANK selects.

See torch.set_num_threads.
"""

import multiprocessing
import os

import torch

from pt1h.ranks import START_METHOD, launch
from pt1h_tools.environment import own_environment, run_python

SCRIPT = """\
import os, sys
has_torch = "torch" in sys.modules  # before this script imports it
from pt1h.ranks import launch, under_torchrun

def rank_function():
    return os.environ["LOCAL_RANK"], under_torchrun(), has_torch, "pt1h.ddp" in sys.modules

if __name__ == "__main__":
    print(launch(rank_function, 2))
"""


def test_a_rank_starts_with_torch_imported(script):
    shell = own_environment(LOCAL_RANK="0", TORCHELASTIC_RUN_ID="old")

    run = run_python(script, env=shell)

    has = START_METHOD == "forkserver"
    assert run.stdout == f"{[('0', False, has, has), ('1', False, has, has)]}\n", run.stderr


def report():
    names = ["RANK", "LOCAL_RANK", "WORLD_SIZE", "LOCAL_WORLD_SIZE"]
    numbers = [int(os.environ[name]) for name in names]
    return numbers, torch.get_num_threads(), multiprocessing.get_start_method()


def test_a_rank_has_its_own_variables():
    # Workers of a rank start as in any process. Otherwise each rank would start a fork server of
    # its own, which would import torch again.
    method = multiprocessing.get_start_method()
    assert launch(report, 2) == [([0, 0, 2, 2], 1, method), ([1, 1, 2, 2], 1, method)]
