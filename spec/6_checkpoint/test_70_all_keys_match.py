"""In [70]: a network of the same shape loads the file, and reports that all keys matched.

See torch.nn.Module.load_state_dict.
"""

from pt1h import NeuralNetwork, load, save


def test_all_keys_match(printed, tmp_path):
    save(NeuralNetwork(2, 2), tmp_path / "model.pth")

    model = NeuralNetwork(2, 2)
    print(load(model, tmp_path / "model.pth"))

    assert printed() == "<All keys matched successfully>\n"
