"""In [5]: a tensor made from Python integers holds 64-bit integers.

A Python int has no fixed size. torch uses int64 unless you pass a dtype.

See torch.tensor.
"""

import torch


def test_integers_default_to_int64(printed):
    tensor1d = torch.tensor([1, 2, 3])

    print(tensor1d.dtype)

    assert tensor1d.dtype == torch.int64
    assert printed() == "torch.int64\n"
