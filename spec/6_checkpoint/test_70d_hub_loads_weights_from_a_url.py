"""Beyond In [70]: torch.hub.load_state_dict_from_url() loads a network's weights from a URL.

torchvision, for example, downloads its pretrained weights this way. Here the URL points to a local
file.

See torch.hub.load_state_dict_from_url.
"""

import torch

from pt1h import NeuralNetwork
from pt1h.data import x_train


def test_hub_loads_weights_from_a_url(tmp_path):
    saved, model = NeuralNetwork(2, 2), NeuralNetwork(2, 2)
    torch.save(saved.state_dict(), tmp_path / "saved.pth")

    state_dict = torch.hub.load_state_dict_from_url(
        (tmp_path / "saved.pth").as_uri(),
        model_dir=tmp_path / "downloads",
        progress=False,
        weights_only=True,
    )
    assert not torch.equal(model(x_train), saved(x_train))
    model.load_state_dict(state_dict)
    assert torch.equal(model(x_train), saved(x_train))
