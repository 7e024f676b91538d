"""In [2]: where CUDA is said to be available, a tensor can be made on the GPU.

See torch.cuda.is_available.
"""

import pytest
import torch

pytestmark = pytest.mark.gpu


def test_cuda_is_available(printed):
    print(torch.cuda.is_available())

    assert printed() == "True\n"
    assert torch.ones(1, device="cuda").is_cuda
