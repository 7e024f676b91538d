"""Said at In [57]: a step subtracts the learning rate times the gradient from each parameter.

See torch.optim.SGD.
"""

import copy

import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader

from pt1h import NeuralNetwork, ToyDataset, train
from pt1h.data import x_train, y_train


def test_a_step_follows_the_gradient():
    model = NeuralNetwork(2, 2)
    by_hand = copy.deepcopy(model)

    loss = F.cross_entropy(by_hand(x_train), y_train)
    loss.backward()
    all_at_once = DataLoader(ToyDataset(x_train, y_train), batch_size=5)
    (step,) = train(model, all_at_once, num_epochs=1, lr=0.5)

    assert torch.equal(step.loss, loss)
    for after, before in zip(model.parameters(), by_hand.parameters(), strict=True):
        torch.testing.assert_close(after, before - 0.5 * before.grad)
