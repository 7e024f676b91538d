"""PyTorch in one hour: the notebook's network, data, training and checkpoints.

pytest --implementation=mine.py tests your definitions of these names against this contract:

class NeuralNetwork(num_inputs: int, num_outputs: int)
    A torch.nn.Module whose layers, num_inputs → 30 → ReLU → 20 → ReLU → num_outputs, are created in
    this order, in a torch.nn.Sequential called layers. Called with x, of shape
    (records, num_inputs), it returns the logits, of shape (records, num_outputs).

class ToyDataset(x: Tensor, y: Tensor)
    A map-style torch.utils.data.Dataset of records with features x, floats of shape
    (records, features), and labels y, int64 of shape (records,). Indexed with an int, it returns
    the features and the label of one record. Its len() is the number of records.

def train(model: Module, train_loader: DataLoader, num_epochs: int = 3, lr: float = 0.5) -> Any
    Trains the model, on its own device, by stochastic gradient descent on the cross entropy. It
    takes a step with learning rate lr for each batch of each epoch, in train mode, and leaves the
    model in eval mode. It returns a list or a tuple with one item for each step, whose str() is the
    notebook's line. Alternatively it prints these lines itself, and may return anything.

def compute_accuracy(model: Module, dataloader: DataLoader) -> float
    Returns the fraction of the loader's records, from 0 to 1, whose label is the index of the
    model's highest logit. Computes in eval mode, and builds no graph.

def save(model: Module, path: str | PathLike[str]) -> None
    Writes the model's state_dict to path, in the format of torch.save, and replaces any file there.

def load(model: Module, path: str | PathLike[str]) -> NamedTuple
    Loads the state_dict in the file into the model, and returns the result of load_state_dict().
    Raises an exception if it does not match, or if the file contains more than tensors.
"""

from pt1h.checkpoint import load, save
from pt1h.data import ToyDataset
from pt1h.network import NeuralNetwork
from pt1h.training import compute_accuracy, train

__version__ = "0.1.0"
__all__ = ["NeuralNetwork", "ToyDataset", "compute_accuracy", "load", "save", "train"]
