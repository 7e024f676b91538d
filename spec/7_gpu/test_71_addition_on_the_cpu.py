"""In [71]: the sum of two tensors on the CPU is on the CPU.

See torch.add.
"""

import torch


def test_addition_on_the_cpu(printed):
    tensor_1 = torch.tensor([1.0, 2.0, 3.0])
    tensor_2 = torch.tensor([4.0, 5.0, 6.0])

    print(tensor_1 + tensor_2)

    assert printed() == "tensor([5., 7., 9.])\n"
    assert (tensor_1 + tensor_2).device.type == "cpu"
