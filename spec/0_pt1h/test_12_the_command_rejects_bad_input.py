"""pt1h: the command rejects bad input with one error message and exit status 2."""

import pytest
import torch

from pt1h.command import main

ONE = "(at least one training record per rank)"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["tensor"], "invalid choice: 'tensor'"),
        (["--nproc", "two"], "invalid int value: 'two'"),
        (["--device", "tpu"], "invalid choice: 'tpu'"),
    ],
)
def test_bad_arguments_are_rejected(arguments, message, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(arguments)

    out, err = capsys.readouterr()
    assert out == ""
    assert message in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--nproc", "0"], f"--nproc must be 1 to 5 {ONE}, got 0"),
        (["--nproc", "6"], f"--nproc must be 1 to 5 {ONE}, got 6"),
        (["--records", "0"], "the number of records must be at least 1, got 0"),
    ],
)
def test_they_are_rejected_before_the_first_chapter(arguments, message, capsys, monkeypatch):
    monkeypatch.setattr("pt1h.command.warm_up", None)  # To start a fork server would fail.

    assert main(["--device", "cpu", *arguments]) == 2

    assert capsys.readouterr() == ("", f"pt1h: {message}\n")


def test_cuda_is_rejected_without_a_gpu(capsys, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)

    assert main(["gpu", "--device", "cuda"]) == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("pt1h: cannot use device cuda (torch ")
    assert err.endswith("): use --device cpu\n")
