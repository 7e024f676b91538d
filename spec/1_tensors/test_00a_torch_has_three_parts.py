"""Said before In [1]: torch is tensors, autograd, and a library for deep learning.

Autograd differentiates automatically: backward() is backpropagation, from the loss to the weight.
The library brings losses, optimizers, and a hub that loads trained weights from an address. Here
it is the address of a file.

See torch.
"""

import torch


def test_torch_has_three_parts(tmp_path):
    weight = torch.tensor([2.0], requires_grad=True)

    loss = torch.nn.functional.mse_loss(3 * weight, torch.tensor([9.0]))
    loss.backward()
    assert weight.grad == 2 * (3 * 2 - 9) * 3

    torch.optim.SGD([weight], lr=0.01).step()
    assert torch.allclose(weight, torch.tensor([2.18]))

    torch.save({"weight": weight.detach()}, tmp_path / "trained.pth")
    state_dict = torch.hub.load_state_dict_from_url(
        (tmp_path / "trained.pth").as_uri(), model_dir=tmp_path / "hub", progress=False
    )
    assert torch.equal(state_dict["weight"], weight)
