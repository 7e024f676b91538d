"""In [14]: the operator @ computes the same product as matmul().

See torch.matmul.
"""

import torch


def test_at_is_matmul(printed, transcript):
    tensor2d = torch.tensor([[1, 2], [3, 4]])

    print(tensor2d @ tensor2d.T)

    assert printed() == transcript
    assert torch.equal(tensor2d @ tensor2d.T, tensor2d.matmul(tensor2d.T))
