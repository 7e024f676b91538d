"""PyTorch in one hour: the document's network, data, training and checkpoints.

The names are the document's own, so that its cells run on them unchanged.
"""

from pt1h.checkpoint import load, save
from pt1h.data import ToyDataset
from pt1h.network import NeuralNetwork
from pt1h.training import compute_accuracy, train

__version__ = "0.1.0"
__all__ = ["NeuralNetwork", "ToyDataset", "compute_accuracy", "load", "save", "train"]
