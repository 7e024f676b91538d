"""After In [46]: softmax is positive and sums to 1 in each row.

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
