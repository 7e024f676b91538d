"""In [7]: to(torch.float32) copies an int64 tensor into a new float32 tensor with the same values.

See torch.Tensor.to.
"""

import torch


def test_to_changes_the_dtype(printed):
    tensor1d = torch.tensor([1, 2, 3])

    tensor1d_float = tensor1d.to(torch.float32)
    print(tensor1d_float.dtype)

    assert printed() == "torch.float32\n"
    assert tensor1d_float.tolist() == [1.0, 2.0, 3.0]
    assert tensor1d.dtype == torch.int64
    assert tensor1d_float.data_ptr() != tensor1d.data_ptr()
