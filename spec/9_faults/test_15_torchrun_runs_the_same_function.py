"""Ranks: torchrun runs the function that launch() runs, and prints the same lines.

See torch.distributed.run.
"""

import sys

import pytest

from pt1h.command import main

pytestmark = pytest.mark.faults


def test_torchrun_runs_the_same_function(start, capsys):
    assert main(["ddp", "--device", "cpu", "--nproc", "2"]) == 0

    command = ["--nproc-per-node", "2", "-m", "pt1h", "ddp", "--device", "cpu"]
    run = start("torch.distributed.run", *command)

    out, err = run.output()
    assert run.process.returncode == 0, err
    assert out == capsys.readouterr().out


def test_torchrun_runs_only_the_ddp_chapter(monkeypatch, capsys):
    monkeypatch.setenv("TORCHELASTIC_RUN_ID", "none")
    monkeypatch.setenv("RANK", "0")
    monkeypatch.setattr("pt1h.command.leave", sys.exit)

    with pytest.raises(SystemExit, match="2"):
        main(["tensors"])

    out, err = capsys.readouterr()
    assert out == ""
    assert "torchrun can only run the ddp chapter: use torchrun -m pt1h ddp" in err


SCRIPT = """\
import os, time
from pt1h.ranks import launch, leave

def rank_function():
    time.sleep(3 * int(os.environ["RANK"]))
    return bytes(2**23)

results = launch(rank_function, 2, timeout=2)
print(f"{sum(map(len, results))}\\n", end="")  # in one piece, because the other rank prints as well
leave(0)
"""


def test_a_script_of_your_own(start, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)

    run = start("torch.distributed.run", "--nproc-per-node=2", script)

    out, err = run.output()
    assert (run.process.returncode, out) == (0, f"{2**24}\n" * 2), err
