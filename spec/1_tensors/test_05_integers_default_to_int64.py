"""In [5]: a tensor made from Python integers holds 64-bit integers.

Python's int has no width, so torch takes the widest signed one.

See torch.tensor.
"""

import torch


def test_integers_default_to_int64(printed):
    tensor1d = torch.tensor([1, 2, 3])

    print(tensor1d.dtype)

    assert tensor1d.dtype == torch.int64
    assert printed() == "torch.int64\n"
