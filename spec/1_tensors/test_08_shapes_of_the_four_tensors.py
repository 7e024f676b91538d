"""In [8]: the shape of a tensor is a torch.Size with one length for each dimension.

See torch.Tensor.shape.
"""

import torch


def test_shapes_of_the_four_tensors(printed, transcript):
    tensor0d = torch.tensor(1)
    tensor1d = torch.tensor([1, 2, 3])
    tensor2d = torch.tensor([[1, 2], [3, 4]])
    tensor3d = torch.tensor([[[1, 2], [3, 4]], [[5, 6], [7, 8]]])

    print(tensor0d.shape)
    print(tensor1d.shape)
    print(tensor2d.shape)
    print(tensor3d.shape)

    assert printed() == transcript
    assert tensor0d.shape == ()
    assert tensor3d.shape == (2, 2, 2)
