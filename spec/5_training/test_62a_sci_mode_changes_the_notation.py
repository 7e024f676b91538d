"""Claim at In [62]: sci_mode=False changes the notation of a number, but not its value.

See torch.set_printoptions.
"""

import torch


def test_sci_mode_changes_the_notation():
    probs = torch.tensor([0.9999, 0.0001])
    before = probs.clone()

    torch.set_printoptions(sci_mode=True)
    assert str(probs) == "tensor([9.9990e-01, 1.0000e-04])"

    torch.set_printoptions(sci_mode=False)
    assert "e-" not in str(probs)
    assert "0.9999" in str(probs)

    assert torch.equal(probs, before)
