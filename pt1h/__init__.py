"""PyTorch in one hour: the document's network, data, training and checkpoints.

The names are the document's own, so that its cells run on them unchanged. The facts of the document
are asserted of whoever's code bears them (pytest --implementation mine.py) and does as follows.

class NeuralNetwork(num_inputs: int, num_outputs: int)
    A torch.nn.Module whose layers, num_inputs → 30 → ReLU → 20 → ReLU → num_outputs, are made in
    this order and stand in a torch.nn.Sequential called layers. Called with x, of shape
    (records, num_inputs), it returns the logits, of shape (records, num_outputs).

class ToyDataset(x: Tensor, y: Tensor)
    A map-style torch.utils.data.Dataset of records with features x, floats of shape
    (records, features), and labels y, int64 of shape (records,). Indexed with an int it returns
    one record, its features and its label; its len() is the number of records.

def train(model: Module, train_loader: DataLoader, num_epochs: int = 3, lr: float = 0.5) -> Any
    Trains model, on its own device, by stochastic gradient descent on the cross entropy: a step
    with learning rate lr for each batch of each epoch, in train mode, and eval mode at the end.
    Returns an iterable with an item for each step, which str() turns into the document's line, or
    prints these lines itself, and returns what it likes.

def compute_accuracy(model: Module, dataloader: DataLoader) -> float
    The part of all records that the loader serves whose label is the model's highest logit, from 0
    to 1. Puts the model in eval mode, and keeps nothing of the graph.

def save(model: Module, path: str | PathLike[str]) -> None
    Writes the model's state_dict to path, as torch.save writes it, over what is there.

def load(model: Module, path: str | PathLike[str]) -> NamedTuple
    Fills the model with the state_dict in the file, and returns what load_state_dict returns.
    Raises where it does not match, or brings more than tensors.
"""

from pt1h.checkpoint import load, save
from pt1h.data import ToyDataset
from pt1h.network import NeuralNetwork
from pt1h.training import compute_accuracy, train

__version__ = "0.1.0"
__all__ = ["NeuralNetwork", "ToyDataset", "compute_accuracy", "load", "save", "train"]
