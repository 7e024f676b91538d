"""Claim at In [46]: the outputs of softmax() are never negative, and sum to 1 in each row.

So each row is a probability distribution. The notebook says that all outputs are positive. That is
wrong in floating point: an output that is too small rounds to 0.

See torch.nn.functional.softmax.
"""

import torch


def test_softmax_is_a_distribution():
    logits = 10 * torch.randn(1000, 3)

    probabilities = torch.softmax(logits, dim=1)

    assert (probabilities > 0).all()
    torch.testing.assert_close(probabilities.sum(dim=1), torch.ones(1000))
    exponentials = torch.exp(logits)
    torch.testing.assert_close(probabilities, exponentials / exponentials.sum(dim=1, keepdim=True))

    # The second output is about e⁻¹⁰⁰⁰, which rounds to 0.
    assert torch.softmax(torch.tensor([[1000.0, 0.0]]), dim=1).tolist() == [[1.0, 0.0]]
