"""The fork server imports this module, so that each rank starts with torch already imported."""

import signal

import torch

import pt1h.ddp  # noqa: F401

signal.signal(signal.SIGINT, signal.SIG_IGN)  # The launcher handles Ctrl-C.
# The first optimizer in a process imports further parts of torch.
torch.optim.SGD([torch.zeros(1)])
