"""The fork server imports this module, so that each rank starts with torch already imported."""

import atexit
import os
import signal

import torch

import pt1h.ddp  # noqa: F401

signal.signal(signal.SIGINT, signal.SIG_IGN)  # The launcher handles Ctrl-C.
# Create an optimizer here, because the first one in a process imports more of torch.
torch.optim.SGD([torch.zeros(1)])
# Skip the interpreter's shutdown. It takes a second, and keeps a pipe from the launcher open.
atexit.register(os._exit, 0)
