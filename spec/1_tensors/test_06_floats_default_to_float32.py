"""In [6]: a tensor made from Python floats holds 32-bit floats.

Python's float has 64 bits: half the digits are given up for half the memory and twice the speed.

See torch.get_default_dtype.
"""

import torch


def test_floats_default_to_float32(printed):
    floatvec = torch.tensor([1.0, 2.0, 3.0])

    print(floatvec.dtype)

    assert floatvec.dtype == torch.float32
    assert printed() == "torch.float32\n"
