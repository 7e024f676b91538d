"""Beyond In [57]: train() takes the same steps as the notebook's loop, which is written out here.

If train() took a step too few or too many, or called the methods of the optimizer in a different
order, the weights would differ.

See torch.optim.SGD.
"""

import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader

from pt1h import NeuralNetwork, ToyDataset, train
from pt1h.data import x_train, y_train


def test_train_is_the_notebooks_loop():
    train_ds = ToyDataset(x_train, y_train)
    train_loader = DataLoader(dataset=train_ds, batch_size=2, num_workers=0, drop_last=True)

    torch.manual_seed(123)
    model = NeuralNetwork(num_inputs=2, num_outputs=2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    num_epochs = 3
    for _ in range(num_epochs):
        model.train()
        for features, labels in train_loader:
            logits = model.forward(features)
            loss = F.cross_entropy(logits, labels)

            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        model.eval()

    torch.manual_seed(123)
    same = NeuralNetwork(num_inputs=2, num_outputs=2)
    train(same, train_loader, num_epochs=3, lr=0.5)

    for parameter, trained in zip(model.parameters(), same.parameters(), strict=True):
        torch.testing.assert_close(parameter, trained)
