"""Define the six names in as little code as possible. wrong.diff adds bugs to this file."""

import torch
import torch.nn.functional as F
from torch import nn


class NeuralNetwork(nn.Module):
    def __init__(self, num_inputs, num_outputs):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(num_inputs, 30),
            nn.ReLU(),
            nn.Linear(30, 20),
            nn.ReLU(),
            nn.Linear(20, num_outputs),
        )

    def forward(self, x):
        return self.layers(x)


class ToyDataset(torch.utils.data.Dataset):
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __getitem__(self, index):
        return self.x[index], self.y[index]

    def __len__(self):
        return len(self.y)


def train(model, train_loader, num_epochs=3, lr=0.5):
    device = next(model.parameters()).device
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    lines = []
    for epoch in range(1, num_epochs + 1):
        model.train()
        for batch, (x, y) in enumerate(train_loader, 1):
            loss = F.cross_entropy(model(x.to(device)), y.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            lines.append(
                f"[EPOCH] {epoch:03d}/{num_epochs:03d}"
                f" | Batch {batch:03d}/{len(train_loader):03d}"
                f" | Train/Val Loss: {loss:0.2f}"
            )
        model.eval()
    return lines


@torch.no_grad()
def compute_accuracy(model, dataloader):
    model.eval()
    correct = total = 0
    for x, y in dataloader:
        correct += (model(x).argmax(dim=1) == y).sum().item()
        total += len(y)
    return correct / total


def save(model, path):
    torch.save(model.state_dict(), path)


def load(model, path):
    return model.load_state_dict(torch.load(path, weights_only=True))
