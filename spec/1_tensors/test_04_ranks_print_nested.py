"""In [4]: tensors of 0 to 3 dimensions print as nested lists.

See torch.Tensor.dim.
"""

import torch


def test_ranks_print_nested(printed, transcript):
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
