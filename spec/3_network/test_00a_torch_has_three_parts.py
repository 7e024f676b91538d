"""Claim before In [1]: torch consists of tensors, autograd and a deep learning library.

Chapters 1 and 2 are about tensors and autograd. The library adds loss functions and optimizers, and
from this chapter on, networks and data loaders.

See torch.
"""

import torch


def test_torch_has_three_parts():
    weight = torch.tensor([2.0], requires_grad=True)

    # The library's loss function, whose gradient autograd computes.
    loss = torch.nn.functional.mse_loss(3 * weight, torch.tensor([9.0]))
    loss.backward()
    assert weight.grad.tolist() == [2 * (3 * 2 - 9) * 3]

    # The library's optimizer, which updates the weight by -0.01 times the gradient.
    torch.optim.SGD([weight], lr=0.01).step()
    torch.testing.assert_close(weight.detach(), torch.tensor([2.0 + 0.01 * 18]))
