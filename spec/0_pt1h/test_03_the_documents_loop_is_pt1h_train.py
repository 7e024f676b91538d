"""pt1h: the document's loop, written out, takes the steps of train(), bit for bit.

See torch.optim.SGD.
"""

import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader

from pt1h import NeuralNetwork, ToyDataset, train
from pt1h.data import x_train, y_train


def test_the_documents_loop_is_pt1h_train():
    train_ds = ToyDataset(x=x_train, y=y_train)
    train_loader = DataLoader(
        dataset=train_ds, batch_size=2, shuffle=True, num_workers=0, drop_last=True
    )

    torch.manual_seed(123)
    model = NeuralNetwork(num_inputs=2, num_outputs=2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    losses = []
    for _ in range(3):
        model.train()
        for features, labels in train_loader:
            loss = F.cross_entropy(model.forward(features), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())

    torch.manual_seed(123)
    same = NeuralNetwork(num_inputs=2, num_outputs=2)
    steps = train(same, train_loader)

    assert [step.loss.item() for step in steps] == losses
    assert [(step.epoch, step.batch) for step in steps] == [
        (1, 1),
        (1, 2),
        (2, 1),
        (2, 2),
        (3, 1),
        (3, 2),
    ]
    for name, parameter in model.state_dict().items():
        assert torch.equal(same.state_dict()[name], parameter)
