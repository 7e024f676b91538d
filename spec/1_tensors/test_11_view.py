"""In [11]: view(4, 1) returns the values of reshape(4, 1), or raises an error if that needs a copy.

A view shares the memory of its tensor. If the memory does not hold the values in the requested
order, for example after a transpose, view() raises an error and reshape() copies.

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
