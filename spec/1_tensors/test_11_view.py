"""In [11]: view(4, 1) gives the values of reshape without copying, or raises an error.

A view is of the same memory. Where the values do not lie there in the order asked for, as in a
transpose, there can be none, and reshape makes a copy.

See torch.Tensor.view.
"""

import pytest
import torch


def test_view(printed, transcript):
    tensor2d = torch.tensor([[1, 2], [3, 4]])

    view = tensor2d.view(4, 1)
    print(view)

    assert printed() == transcript
    assert torch.equal(view, tensor2d.reshape(4, 1))

    view[0] = 10
    assert tensor2d.tolist() == [[10, 2], [3, 4]]

    with pytest.raises(RuntimeError, match="view size is not compatible"):
        tensor2d.T.view(4, 1)
    copy = tensor2d.T.reshape(4, 1)
    copy[0] = 100
    assert tensor2d.tolist() == [[10, 2], [3, 4]]
