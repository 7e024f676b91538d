"""Ranks: torchrun runs the function that launch() runs, and prints the same lines.

See torch.distributed.run.
"""

import re

from pt1h.command import main


def test_torchrun_runs_the_same_function(start, capsys):
    command = ["ddp", "--device", "cpu"]
    assert main([*command, "--nproc", "2"]) == 0

    run = start("torch.distributed.run", "--nproc-per-node=2", "-m", "pt1h", *command)

    out, err = run.output()
    assert run.process.returncode == 0, err
    assert out == capsys.readouterr().out


def test_torchrun_runs_only_the_ddp_chapter(start):
    out, err = start("torch.distributed.run", "-m", "pt1h", "tensors").output()

    assert out == ""
    assert "torchrun can only run the ddp chapter: use torchrun -m pt1h ddp" in err
    assert re.search(r"exitcode +: 2 ", err)


SCRIPT = """\
import os, time
from pt1h.ranks import launch, leave

def rank_function():
    time.sleep(3 * int(os.environ["RANK"]))
    return bytes(2**23)

results = launch(rank_function, 2, timeout=2)
leave(0 if results == [bytes(2**23), bytes(2**23)] else 1)
"""


def test_a_script_of_your_own(start, script):
    run = start("torch.distributed.run", "--nproc-per-node=2", script)

    _, err = run.output()
    assert run.process.returncode == 0, err
