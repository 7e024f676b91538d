"""Beyond In [2]: if torch.cuda.is_available() is False, creating a CUDA tensor raises an error.

If torch is built without CUDA, the error is an AssertionError. If torch finds no driver, or one
that it cannot use, the error is a RuntimeError.

See torch.cuda.
"""

import torch


def can_create_a_cuda_tensor():
    try:
        torch.ones(1, device="cuda")
    except (AssertionError, RuntimeError):
        return False
    return True


def test_without_cuda_a_cuda_tensor_is_an_error():
    assert can_create_a_cuda_tensor() == torch.cuda.is_available()
