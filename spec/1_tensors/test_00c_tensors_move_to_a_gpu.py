"""Claim before In [1]: unlike a NumPy array, a tensor can move to a GPU and compute there.

See torch.Tensor.cpu.
"""

import numpy as np
import pytest
import torch

pytestmark = pytest.mark.gpu


def test_tensors_move_to_a_gpu(gpu):
    array = np.array([1.0, 2.0, 3.0])

    on_gpu = torch.from_numpy(array).to("cuda")
    assert on_gpu.is_cuda
    assert (2 * on_gpu).is_cuda
    assert (2 * on_gpu).cpu().numpy().tolist() == [2.0, 4.0, 6.0]
