"""In [17]: grad gives -0.0898 for the weight and -0.0817 for the bias.

See torch.autograd.grad.
"""

from torch.autograd import grad

from pt1h import neuron


def test_grad(printed):
    w1, b = neuron.parameters(requires_grad=True)
    loss = neuron.loss(w1, b)

    grad_L_w1 = grad(loss, w1, retain_graph=True)
    grad_L_b = grad(loss, b, retain_graph=True)
    print(grad_L_w1)
    print(grad_L_b)

    assert printed() == "(tensor([-0.0898]),)\n(tensor([-0.0817]),)\n"
    assert abs(grad_L_w1[0].item() - -0.0898) <= 5e-5
    assert abs(grad_L_b[0].item() - -0.0817) <= 5e-5
