"""In [6]: a tensor made from Python floats holds 32-bit floats.

A Python float has 64 bits. float32 is torch's default, and it needs half the memory.

See torch.get_default_dtype.
"""

import torch


def test_floats_default_to_float32(printed):
    floatvec = torch.tensor([1.0, 2.0, 3.0])

    print(floatvec.dtype)

    assert floatvec.dtype == torch.float32
    assert floatvec.double().nbytes == 2 * floatvec.nbytes
    assert printed() == "torch.float32\n"
