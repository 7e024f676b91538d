"""pt1h: python -m pt1h replays the notebook cell by cell and prints the output that specs pin."""

import platform
import re
from pathlib import Path

import torch

from pt1h import __version__
from pt1h.command import CHAPTERS, main
from pt1h.device import what_torch_sees

SPEC = Path(__file__).parents[1]


def test_the_command_prints_the_notebook(printed, transcript, monkeypatch):
    # The last chapter starts ranks. 9/18 checks its lines.
    monkeypatch.setitem(CHAPTERS, "ddp", lambda args: print(args.nproc, "ranks"))
    monkeypatch.setattr("pt1h.command.warm_up", lambda: None)

    small = torch.tensor([1e-9, 1.0])
    notation = str(small)
    assert main(["--device", "cpu"]) == 0
    assert str(small) == notation

    header, _, notebook = printed().partition("\n\n")
    versions = f"torch {torch.__version__}, Python {platform.python_version()}"
    assert header == f"pt1h {__version__} on {versions}, cpu"

    # These outputs depend on torch and the machine. torch 2.8 and earlier pad those of In [62].
    notebook = notebook.replace(f"[1]:\n{torch.__version__!r}", "[1]:\n'2.x'")
    notebook = notebook.replace(f"[2]:\n{torch.cuda.is_available()}", "[2]:\nFalse")
    notebook = notebook.replace(what_torch_sees(), "what torch sees")
    notebook = re.sub(r" {4}(0\.\d{4})", r"\1", notebook)
    texts = SPEC.glob("[1-7]_*/*.txt")
    assert [text.name for text in texts if text.read_text(encoding="utf-8") not in notebook] == []
    assert notebook == transcript
