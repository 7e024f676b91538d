"""The fork server imports this module, so that each rank starts with torch's imports done."""

import signal

import torch

import pt1h.ddp  # noqa: F401

signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is left to the process that launches
# The first optimizer of a process imports more of torch than `import torch` does.
torch.optim.SGD([torch.zeros(1)])
