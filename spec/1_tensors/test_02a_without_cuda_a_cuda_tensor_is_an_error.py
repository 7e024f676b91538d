"""Beyond In [2]: what torch says of CUDA is true: without it, a CUDA tensor is an error.

A torch that is built without CUDA raises AssertionError, one that finds no driver, or one that it
cannot use, RuntimeError.

See torch.cuda.
"""

import pytest
import torch


def test_without_cuda_a_cuda_tensor_is_an_error():
    if torch.cuda.is_available():
        assert torch.ones(1, device="cuda").sum().item() == 1.0
    else:
        with pytest.raises((AssertionError, RuntimeError), match=r"(?i)cuda|nvidia|\bhip"):
            torch.ones(1, device="cuda")
