"""Claim before In [1]: torch consists of tensors, autograd and a deep learning library.

Chapters 1 and 2 cover tensors and autograd. The library provides loss functions, optimizers,
networks and data loaders, which the chapters from here on use.

See torch.
"""

import torch


def test_torch_has_three_parts():
    weight = torch.tensor([2.0], requires_grad=True)

    # The library computes the loss, and autograd computes its gradient.
    loss = torch.nn.functional.mse_loss(3 * weight, torch.tensor([9.0]))
    loss.backward()
    assert weight.grad.tolist() == [2 * (3 * 2 - 9) * 3]

    # The library's optimizer adds -0.01 times the gradient to the weight.
    torch.optim.SGD([weight], lr=0.01).step()
    torch.testing.assert_close(weight.detach(), torch.tensor([2.0 + 0.01 * 18]))
