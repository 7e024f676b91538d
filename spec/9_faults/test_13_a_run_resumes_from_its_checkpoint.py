"""Ranks: if a rank is killed, the next run resumes and ends with an uninterrupted run's weights.

The weights are equal bit for bit. The checkpoint holds the model, the optimizer, the epoch and the
options of the run.

See torch.load.
"""

import re

import torch

from pt1h.checkpoint import read, write
from pt1h.command import main


def test_a_run_resumes_from_its_checkpoint(training, command, checkpoint, capsys):
    training.kill_a_rank()
    _, err = training.output()
    assert training.process.returncode == 1
    assert err.endswith("ended before its function returned: killed by SIGKILL\n")
    epoch = read(checkpoint)["epoch"]
    assert epoch in (1, 2)

    assert main(command) == 0
    resumed, state = capsys.readouterr().out, read(checkpoint)
    checkpoint.unlink()
    assert main(command) == 0
    complete = capsys.readouterr().out

    message = f"[RESUMED] {checkpoint} was written after epoch {epoch}\n"
    assert message in resumed
    skipped = rf".*\[EPOCH\] 00[1-{epoch}].*\n"
    assert resumed.replace(message, "") == re.sub(skipped, "", complete)
    assert state.keys() == {"model", "optimizer", "epoch", "options"}
    torch.testing.assert_close(state, read(checkpoint), rtol=0, atol=0)


def test_the_optimizer_resumes_as_well(checkpoint):
    command = ["ddp", "--device", "cpu", "--checkpoint", str(checkpoint)]
    assert main(command) == 0
    state = read(checkpoint) | {"epoch": 1}
    state["optimizer"]["param_groups"][0]["lr"] = 0.0
    write(state, checkpoint)

    assert main(command) == 0

    assert read(checkpoint)["epoch"] == 3
    torch.testing.assert_close(read(checkpoint)["model"], state["model"], rtol=0, atol=0)
