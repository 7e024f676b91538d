"""pt1h: what_torch_sees() returns one line with torch's build and its GPUs, or why it has none.

The reason is the first line of torch's own error message.

See torch.cuda.
"""

import pytest
import torch
from torch.cuda import DeferredCudaCallError

from pt1h.device import what_torch_sees

OLD = "The NVIDIA driver on your system is too old (found version 12040)."
NO_KERNELS = DeferredCudaCallError("\n    GPU0 is too old.\n    Reinstall torch.\n")


@pytest.mark.parametrize(
    ("cuda", "hip", "error", "visible", "gpus", "line"),
    [
        (None, None, AssertionError("No CUDA"), None, [], "the CPU, sees no GPU: No CUDA"),
        ("13.2", None, RuntimeError(OLD), None, [], f"CUDA 13.2, sees no GPU: {OLD}"),
        ("13.2", None, None, None, [], "CUDA 13.2, sees no GPU"),
        ("13.2", None, None, None, ["A"], "CUDA 13.2, sees 1 GPU: A"),
        ("13.2", None, NO_KERNELS, None, [], "CUDA 13.2, sees no GPU: GPU0 is too old."),
        (None, "6.4", None, None, ["B", "C"], "ROCm 6.4, sees 2 GPUs: B, C"),
        (
            *("13.2", None, RuntimeError("No CUDA GPUs are available"), "", []),
            "CUDA 13.2, sees no GPU with CUDA_VISIBLE_DEVICES='': No CUDA GPUs are available",
        ),
    ],
)
def test_one_line_says_what_torch_sees(cuda, hip, error, visible, gpus, line, monkeypatch):
    def init():
        if error:
            raise error

    monkeypatch.setattr(torch.version, "cuda", cuda)
    monkeypatch.setattr(torch.version, "hip", hip)
    monkeypatch.setattr(torch.cuda, "init", init)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: len(gpus))
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda gpu: gpus[gpu])
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    if visible is not None:
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)

    assert what_torch_sees() == f"torch {torch.__version__}, built for {line}"
