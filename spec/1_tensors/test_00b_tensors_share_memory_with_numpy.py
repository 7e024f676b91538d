"""Claim before In [1]: a tensor is like a NumPy array, and the two can share memory.

from_numpy() and numpy() do not copy, so a change to one shows in the other. torch.tensor() copies.

See torch.from_numpy.
"""

import numpy as np
import torch


def test_tensors_share_memory_with_numpy():
    array = np.array([1.0, 2.0, 3.0])
    shared = torch.from_numpy(array)
    copy = torch.tensor(array)

    array[0] = 10.0
    assert shared.tolist() == [10.0, 2.0, 3.0]
    assert copy.tolist() == [1.0, 2.0, 3.0]

    shared.numpy()[1] = 20.0
    assert array.tolist() == [10.0, 20.0, 3.0]
