"""In [68]: accuracy is 100.0% on the training records and on the test records.

See torch.argmax.
"""

from pt1h import compute_accuracy
from pt1h.data import loaders
from pt1h.training import train_toy


def test_accuracy_is_100_percent(printed):
    model, _ = train_toy()
    train_loader, test_loader = loaders()

    print(f"[TRAIN ACCURACY] {compute_accuracy(model, train_loader) * 100}%")
    print(f"[TEST ACCURACY] {compute_accuracy(model, test_loader) * 100}%")

    assert printed() == "[TRAIN ACCURACY] 100.0%\n[TEST ACCURACY] 100.0%\n"
    assert compute_accuracy(model, train_loader) == 1.0
    assert compute_accuracy(model, test_loader) == 1.0
