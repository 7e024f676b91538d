"""pt1h: the command refuses bad input in a sentence on standard error, with exit status 2."""

import pytest
import torch

from pt1h.command import main


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["tensor"], "invalid choice: 'tensor'"),
        (["--nproc", "two"], "invalid int value: 'two'"),
        (["--device", "tpu"], "invalid choice: 'tpu'"),
        (["tensors", "--nproc", "2"], "--nproc is an option of the ddp chapter"),
        (["gpu", "--drop-last"], "--drop-last is an option of the ddp chapter"),
    ],
)
def test_the_command_refuses_bad_arguments(arguments, sentence, capsys):
    with pytest.raises(SystemExit) as exit_status:
        main(arguments)

    assert exit_status.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert sentence in err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--nproc", "0"], "--nproc is 0: give 1 to 5, a training record for each rank"),
        (["--nproc", "6"], "--nproc is 6: give 1 to 5, a training record for each rank"),
        (
            ["--nproc", "5", "--drop-last"],
            "--drop-last leaves no batch of 2 to any of 5 ranks: leave it out, or give fewer ranks",
        ),
        (["--timeout", "-3"], "timeout is -3: give seconds, from 0.001 to 1e9, such as 60"),
    ],
)
def test_the_whole_hour_refuses_them_at_once(arguments, sentence, capsys, monkeypatch):
    monkeypatch.setattr("pt1h.command.warm_up", None)  # no server is started

    assert main(["--device", "cpu", *arguments]) == 2

    assert capsys.readouterr() == ("", f"pt1h: {sentence}\n")


def test_the_command_refuses_cuda_where_there_is_none(capsys, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)

    assert main(["gpu", "--device", "cuda"]) == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("pt1h: no device cuda (torch ")
    assert err.endswith("): use --device cpu\n")
