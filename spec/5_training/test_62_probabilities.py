"""In [62]: the five probabilities print to four decimals; their padding depends on torch.

The one printed line of the document that has changed: with sci_mode=False torch padded the
numbers up to 2.8, and does not since 2.9.

See torch.nn.functional.softmax.
"""

import torch

from pt1h.data import x_train
from pt1h.training import train_toy

FORMS = {
    "padded, up to 2.8": """\
tensor([[    0.9991,     0.0009],
        [    0.9982,     0.0018],
        [    0.9949,     0.0051],
        [    0.0491,     0.9509],
        [    0.0307,     0.9693]])
""",
    "unpadded, since 2.9": """\
tensor([[0.9991, 0.0009],
        [0.9982, 0.0018],
        [0.9949, 0.0051],
        [0.0491, 0.9509],
        [0.0307, 0.9693]])
""",
}


def test_probabilities(printed, request):
    model, _ = train_toy()

    torch.set_printoptions(sci_mode=False)
    with torch.no_grad():
        probs = torch.softmax(model(x_train), dim=1)
    print(probs)

    text = printed()
    assert text in FORMS.values()
    (form,) = (form for form in FORMS if FORMS[form] == text)
    request.node.user_properties.append(("form", form))
    torch.testing.assert_close(
        probs[:, 0], torch.tensor([0.9991, 0.9982, 0.9949, 0.0491, 0.0307]), atol=5e-5, rtol=0
    )
