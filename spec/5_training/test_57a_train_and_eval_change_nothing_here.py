"""After In [57]: train() and eval() change nothing here, and do where there is dropout.

See torch.nn.Module.eval.
"""

import torch

from pt1h.data import x_train
from pt1h.training import train_toy


def test_train_and_eval_change_nothing_here():
    model, _ = train_toy()
    assert not model.training
    with_dropout = torch.nn.Sequential(model, torch.nn.Dropout(p=0.5))

    assert torch.equal(model.train()(x_train), model.eval()(x_train))
    assert not torch.equal(with_dropout.train()(x_train), with_dropout.eval()(x_train))
