"""Run the notebook's cells, chapter by chapter, and print their output as the notebook does."""

import tempfile
from pathlib import Path

import torch
from torch.autograd import grad

from pt1h import neuron
from pt1h.checkpoint import load, save
from pt1h.data import loaders, x_train, y_train
from pt1h.device import what_torch_sees
from pt1h.network import NeuralNetwork
from pt1h.training import compute_accuracy, predict_proba, train_toy


def show(cell: str, *values: object) -> None:
    """Print the number of a cell of the notebook, and below it the cell's output."""
    print(f"\nIn [{cell}]:", *values, sep="\n")


def tensors() -> None:
    tensor0d = torch.tensor(1)
    tensor1d = torch.tensor([1, 2, 3])
    tensor2d = torch.tensor([[1, 2], [3, 4]])
    tensor3d = torch.tensor([[[1, 2], [3, 4]], [[5, 6], [7, 8]]])
    show("1", repr(torch.__version__))
    show("2", torch.cuda.is_available())
    show("4", tensor0d, tensor1d, tensor2d, tensor3d)
    show("5", tensor1d.dtype)
    show("6", torch.tensor([1.0, 2.0, 3.0]).dtype)
    show("7", tensor1d.to(torch.float32).dtype)
    show("8", tensor0d.shape, tensor1d.shape, tensor2d.shape, tensor3d.shape)
    show("10", tensor2d.reshape(4, 1))
    show("11", tensor2d.view(4, 1))
    show("12", tensor2d.T)
    show("13", tensor2d.matmul(tensor2d.T))
    show("14", tensor2d @ tensor2d.T)


def autograd() -> None:
    w1, b = neuron.parameters()
    a, loss = neuron.activation(w1, b), neuron.loss(w1, b)
    show("16", f"[a] {a!r}", f"[y] {neuron.y!r}", f"[loss] {loss!r}")
    w1, b = neuron.parameters(requires_grad=True)
    loss = neuron.loss(w1, b)
    show("17", grad(loss, w1, retain_graph=True), grad(loss, b, retain_graph=True))
    loss.backward()
    show("18", w1.grad, b.grad)


def network() -> None:
    torch.manual_seed(123)
    model = NeuralNetwork(50, 3)
    first = model.layers[0]
    show("40", model)
    show("41", f"[Parameters] {sum(p.numel() for p in model.parameters() if p.requires_grad)}")
    show("42", first.weight)
    show("43", first.weight.shape, first.bias.shape)
    x = torch.rand((1, 50))
    show("44", model(x))
    with torch.no_grad():
        show("45", model(x))
        show("46", torch.softmax(model(x), dim=1))


def dataloader() -> None:
    # First draw the random numbers that the notebook draws before In [52].
    torch.manual_seed(123)
    NeuralNetwork(50, 3)
    torch.rand((1, 50))
    train_loader, _ = loaders(drop_last=False)
    for _ in train_loader:
        pass
    for cell, loader in (("52", train_loader), ("53", loaders()[0])):
        batches = enumerate(loader, 1)
        show(cell, *(f"[BATCH] {batch}\n{x} {y}" for batch, (x, y) in batches))


def training() -> None:
    model, steps = train_toy()
    show("57", *steps)
    probs = predict_proba(model, x_train)
    torch.set_printoptions(sci_mode=False)
    show("62", probs)
    torch.set_printoptions(sci_mode=None)
    predictions = torch.argmax(probs, dim=1)
    show("63", predictions)
    show("65", predictions == y_train, torch.sum(predictions == y_train))
    train_loader, test_loader = loaders()
    show(
        "68",
        f"[TRAIN ACCURACY] {compute_accuracy(model, train_loader) * 100}%",
        f"[TEST ACCURACY] {compute_accuracy(model, test_loader) * 100}%",
    )


def checkpoint() -> None:
    trained, _ = train_toy()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.pth"
        save(trained, path)
        show("70", load(NeuralNetwork(2, 2), path))


def gpu(device: torch.device) -> None:
    tensor_1 = torch.tensor([1.0, 2.0, 3.0])
    tensor_2 = torch.tensor([4.0, 5.0, 6.0])
    show("71", tensor_1 + tensor_2)
    if device.type == "cpu":
        print(f"\nRunning on the CPU instead of a GPU ({what_torch_sees()}):")
    show("72", tensor_1.to(device) + tensor_2.to(device))
    show("74", *train_toy(device)[1])
