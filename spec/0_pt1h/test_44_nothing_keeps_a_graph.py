"""pt1h: train() and predict_proba() keep no graph, and predictions are made in eval mode.

See torch.Tensor.detach.
"""

import torch

from pt1h import NeuralNetwork, train
from pt1h.data import loaders, x_train
from pt1h.training import predict_proba


def test_a_loss_is_detached():
    for step in train(NeuralNetwork(2, 2), loaders()[0]):
        assert step.loss.shape == ()
        assert not step.loss.requires_grad


def test_a_prediction_is_made_in_eval_mode_without_a_graph():
    model = NeuralNetwork(2, 2)
    certain = predict_proba(model, x_train)
    with_dropout = torch.nn.Sequential(torch.nn.Dropout(p=0.5), model)

    assert torch.equal(predict_proba(with_dropout.train(), x_train), certain)
    assert torch.equal(certain, torch.softmax(model(x_train), dim=1))
    assert not certain.requires_grad
    assert not with_dropout.training
