"""Before In [1]: a tensor is a NumPy array that can also live on a GPU.

On the CPU the two share memory, so that neither costs a copy: a write to one is seen in the other.
torch.tensor() copies.

See torch.from_numpy.
"""

import numpy as np
import torch


def test_tensors_are_numpy_plus_a_gpu():
    array = np.array([1.0, 2.0, 3.0])
    shared = torch.from_numpy(array)
    copy = torch.tensor(array)

    array[0] = 10.0
    assert shared.tolist() == [10.0, 2.0, 3.0]
    assert copy.tolist() == [1.0, 2.0, 3.0]

    shared.numpy()[1] = 20.0
    assert array.tolist() == [10.0, 20.0, 3.0]

    assert copy.device == torch.device("cpu")
    assert copy.to("meta").device == torch.device("meta")
