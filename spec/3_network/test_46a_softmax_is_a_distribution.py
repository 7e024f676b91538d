"""Said at In [46]: softmax is never negative, and sums to 1 in each row.

Such numbers are a probability distribution. The document says that all are positive. So they are
on paper; in floating point one that is too small is rounded to 0.

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

    assert torch.softmax(torch.tensor([[1000.0, 0.0]]), dim=1).tolist() == [[1.0, 0.0]]
