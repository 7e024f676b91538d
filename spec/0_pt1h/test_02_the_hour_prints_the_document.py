"""pt1h: python -m pt1h prints, computed now, what the specs pin from the document."""

from pathlib import Path

import pytest
import torch

from pt1h.__main__ import main

SPEC = Path(__file__).parents[1]


@pytest.mark.parametrize("chapter", sorted(SPEC.glob("[1-7]_*")), ids=lambda path: path.name)
def test_the_hour_prints_the_document(chapter, capsys):
    name = chapter.name.partition("_")[2]

    assert main([name, "--device", "cpu"]) == 0

    out = capsys.readouterr().out
    assert f"torch {torch.__version__}" in out.splitlines()[0]
    for transcript in chapter.glob("*.txt"):
        assert transcript.read_text(encoding="utf-8") in out


@pytest.mark.parametrize(
    ("chapter", "lines"),
    [
        ("tensors", ["torch.int64", "torch.float32"]),
        ("autograd", ["(tensor([-0.0898]),)\n(tensor([-0.0817]),)"]),
        ("network", ["[Parameters] 2213", "tensor([[0.2983, 0.3896, 0.3121]])"]),
        ("training", ["tensor([0, 0, 0, 1, 1])", "tensor(5)", "[TEST ACCURACY] 100.0%"]),
        ("checkpoint", ["<All keys matched successfully>"]),
        ("gpu", ["On the CPU instead of a GPU", "In [72]:\ntensor([5., 7., 9.])"]),
    ],
)
def test_the_hour_prints_the_short_lines_too(chapter, lines, capsys):
    main([chapter, "--device", "cpu"])

    out = capsys.readouterr().out
    for line in lines:
        assert line in out
