"""In [62]: the ten probabilities print with four decimals, and torch 2.8 and earlier pad them.

Apart from the version at In [1], this is the only output of the notebook that has changed. With
sci_mode=False, torch 2.8 and earlier pad the numbers, and torch 2.9 and later do not.

See torch.nn.functional.softmax.
"""

import torch

from pt1h.data import x_train
from pt1h.training import train_toy

PADDED = """\
tensor([[    0.9991,     0.0009],
        [    0.9982,     0.0018],
        [    0.9949,     0.0051],
        [    0.0491,     0.9509],
        [    0.0307,     0.9693]])
"""
UNPADDED = """\
tensor([[0.9991, 0.0009],
        [0.9982, 0.0018],
        [0.9949, 0.0051],
        [0.0491, 0.9509],
        [0.0307, 0.9693]])
"""


def test_probabilities(printed, record_form):
    model, _ = train_toy()
    model.eval()

    torch.set_printoptions(sci_mode=False)
    with torch.no_grad():
        probs = torch.softmax(model(x_train), dim=1)
    print(probs)

    output = printed()
    assert output in (PADDED, UNPADDED)
    record_form("padded, up to 2.8" if output == PADDED else "unpadded, since 2.9")
    torch.testing.assert_close(
        probs[:, 0], torch.tensor([0.9991, 0.9982, 0.9949, 0.0491, 0.0307]), atol=5e-5, rtol=0
    )
