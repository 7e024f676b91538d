"""In [13]: matmul() multiplies two matrices, rows by columns.

See torch.matmul.
"""

import torch


def test_matmul(printed, transcript):
    tensor2d = torch.tensor([[1, 2], [3, 4]])

    product = tensor2d.matmul(tensor2d.T)
    print(product)

    assert printed() == transcript
    assert product.tolist() == [
        [1 * 1 + 2 * 2, 1 * 3 + 2 * 4],
        [3 * 1 + 4 * 2, 3 * 3 + 4 * 4],
    ]
