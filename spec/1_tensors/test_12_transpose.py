"""In [12]: .T transposes a matrix, so its columns become the rows.

See torch.Tensor.T.
"""

import torch


def test_transpose(printed, transcript):
    tensor2d = torch.tensor([[1, 2], [3, 4]])

    print(tensor2d.T)

    assert printed() == transcript
    assert tensor2d.T.tolist() == [[1, 3], [2, 4]]
