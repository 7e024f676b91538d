"""pt1h: what torch says of a machine is told once, in its own first line, and fails no fact.

A driver that is too old, a GPU of another kind, a package that is deprecated: torch warns, and in
a fact a warning is an error.
"""

import warnings

import pytest
import torch

from pt1h_tools import gpus as machine

OLD = "The NVIDIA driver on your system is too old (found version 12040)."
FOUND = "Found GPU0 NVIDIA GB10 which is of cuda capability 12.1."


@pytest.mark.parametrize(
    ("available", "warning", "error", "sees"),
    [
        (False, f"CUDA initialization: {OLD} (Triggered internally)", OLD, [f"no GPU: {OLD}"]),
        (True, f"\n    {FOUND}\n    Minimum", None, ["1 GPU: A", f"UserWarning: {FOUND}"]),
    ],
)
def test_what_a_machine_says_fails_no_fact(available, warning, error, sees, monkeypatch):
    def is_available():
        warnings.warn(warning, stacklevel=1)
        return available

    def init():
        if error:
            raise RuntimeError(error)

    monkeypatch.setattr(torch.version, "cuda", "13.2")
    monkeypatch.setattr(torch.cuda, "is_available", is_available)
    monkeypatch.setattr(torch.cuda, "init", init)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda gpu: "A")
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)

    first, *others = machine.what_the_machine_says.__wrapped__()

    assert [first.partition("sees ")[2], *others] == sees
