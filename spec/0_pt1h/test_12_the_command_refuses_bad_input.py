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
    ],
)
def test_the_command_refuses_bad_arguments(arguments, sentence, capsys):
    with pytest.raises(SystemExit) as exit_status:
        main(arguments)

    assert exit_status.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert sentence in err


def test_the_command_refuses_cuda_where_there_is_none(capsys, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)

    assert main(["gpu", "--device", "cuda"]) == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("pt1h: no device cuda (torch ")
    assert err.endswith("): use --device cpu\n")
