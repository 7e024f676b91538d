"""In [72]: on the GPU, the sum of the same two tensors prints the same values and the device.

See torch.Tensor.to.
"""

import pytest
import torch

pytestmark = pytest.mark.gpu


def test_addition_on_the_gpu(gpu, printed):
    tensor_1 = torch.tensor([1.0, 2.0, 3.0]).to("cuda")
    tensor_2 = torch.tensor([4.0, 5.0, 6.0]).to("cuda")

    print(tensor_1 + tensor_2)

    assert printed() == f"tensor([5., 7., 9.], device='cuda:{gpu}')\n"
    assert (tensor_1 + tensor_2).tolist() == [5.0, 7.0, 9.0]
