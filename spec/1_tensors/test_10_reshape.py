"""In [10]: reshape(4, 1) puts the four values of a 2 by 2 tensor into four rows.

See torch.Tensor.reshape.
"""

import torch


def test_reshape(printed, transcript):
    tensor2d = torch.tensor([[1, 2], [3, 4]])

    print(tensor2d.reshape(4, 1))

    assert printed() == transcript
    assert tensor2d.reshape(4, 1).tolist() == [[1], [2], [3], [4]]
