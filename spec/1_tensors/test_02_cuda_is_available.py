"""In [2]: if torch.cuda.is_available() is True, a tensor can be created on the GPU.

See torch.cuda.is_available.
"""

import pytest
import torch

pytestmark = pytest.mark.gpu


def test_cuda_is_available(gpu, printed):
    print(torch.cuda.is_available())

    assert printed() == "True\n"
    assert torch.ones(1, device="cuda").is_cuda
