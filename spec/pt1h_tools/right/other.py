"""The same six names, written differently wherever the notebook leaves the choice open."""

import io
import itertools
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


class NeuralNetwork(nn.Module):
    def __init__(self, num_inputs, num_outputs):
        super().__init__()
        sizes = [num_inputs, 30, 20, num_outputs]
        layers = [
            layer for pair in itertools.pairwise(sizes) for layer in (nn.Linear(*pair), nn.ReLU())
        ]
        self.layers = nn.Sequential(*layers[:-1])

    def forward(self, x):
        for layer in self.layers:
            linear = isinstance(layer, nn.Linear)
            x = F.linear(x, layer.weight, layer.bias) if linear else F.relu(x)
        return x


class ToyDataset(torch.utils.data.Dataset):
    """A list of pairs, of arrays and numbers, that takes no list of indices."""

    def __init__(self, features, labels):
        self.records = list(zip(features.numpy(), labels.tolist(), strict=True))

    def __getitem__(self, index):
        return self.records[int(index)]

    def __len__(self):
        return len(self.records)


def train(model, train_loader, num_epochs=3, lr=0.5):
    """Prints its lines itself, and lets each parameter take its step."""
    parameters = list(model.parameters())
    model.train()
    for step in range(num_epochs * len(train_loader)):
        epoch, batch = divmod(step, len(train_loader))
        if batch == 0:
            batches = iter(train_loader)
        features, labels = (each.to(parameters[0].device) for each in next(batches))
        loss = nn.NLLLoss()(F.log_softmax(model.forward(features), dim=-1), labels)
        model.zero_grad()
        loss.backward()
        with torch.no_grad():
            for parameter in parameters:
                parameter -= lr * parameter.grad
        print(
            f"[EPOCH] {epoch + 1:03d}/{num_epochs:03d} | Batch {batch + 1:03d}/"
            f"{len(train_loader):03d} | Train/Val Loss: {loss.item():.2f}"
        )
    return model.eval()


def compute_accuracy(model, dataloader):
    """Leaves the model in the mode that it was in."""
    mode = model.training
    model.eval()
    with torch.inference_mode():
        hits = [model(x).softmax(-1).max(-1).indices.eq(y).numpy() for x, y in dataloader]
    model.train(mode)
    return float(np.concatenate(hits).mean())


def save(model, path):
    weights = {name: parameter.detach().clone() for name, parameter in model.named_parameters()}
    file = io.BytesIO()
    torch.save(weights, file)
    Path(path).write_bytes(file.getvalue())


def load(model, path):
    state_dict = torch.load(path, map_location="cpu")
    return model.load_state_dict(state_dict, strict=True)
