"""In [4]: a scalar, a vector, a matrix and a 3D tensor print one level of brackets per dimension.

A 0D tensor is a scalar, a 1D tensor is a vector, and a 2D tensor is a matrix.

See torch.Tensor.dim.
"""

import torch


def test_each_dimension_prints_a_bracket(printed, transcript):
    tensor0d = torch.tensor(1)
    tensor1d = torch.tensor([1, 2, 3])
    tensor2d = torch.tensor([[1, 2], [3, 4]])
    tensor3d = torch.tensor([[[1, 2], [3, 4]], [[5, 6], [7, 8]]])

    print(tensor0d)
    print(tensor1d)
    print(tensor2d)
    print(tensor3d)

    assert [t.dim() for t in (tensor0d, tensor1d, tensor2d, tensor3d)] == [0, 1, 2, 3]
    assert printed() == transcript
