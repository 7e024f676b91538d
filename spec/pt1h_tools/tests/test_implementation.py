"""A person's definitions are tested as they are written, and each other name has a reason."""

import re
import sys

import pytest
import torch
from test_reading import notebook

import pt1h
from pt1h.data import loaders, x_train
from pt1h_tools.environment import ROOT, own_environment, run_python
from pt1h_tools.implementation import NAMES, copy_quoted_files, examine, names_used

NETWORK = """\
import torch
class NeuralNetwork(torch.nn.Module):
    def __init__(self, num_inputs, num_outputs):
        super().__init__()
        self.layers = torch.nn.Sequential(
            torch.nn.Linear(num_inputs, 30), torch.nn.ReLU(),
            torch.nn.Linear(30, 20), torch.nn.ReLU(),
            torch.nn.Linear(20, num_outputs),
        )
    def forward(self, x):
        print("forward")
        logits = self.layers(x)
        return logits
"""
DATASET = """\
from torch.utils.data import Dataset, DataLoader
class ToyDataset(Dataset):
    def __init__(self, X, y):
        self.features, self.labels = X, y
    def __getitem__(self, index):
        return self.features[index], self.labels[index]
    def __len__(self):
        return self.labels.shape[0]
"""
ACCURACY = """\
def compute_accuracy(model, dataloader, device):
    model, correct, total_examples = model.eval(), 0.0, 0
    for features, labels in dataloader:
        features, labels = features.to(device), labels.to(device)
        with torch.no_grad():
            logits = model(features)
        compare = labels == torch.argmax(logits, dim=1)
        correct += torch.sum(compare)
        total_examples += len(compare)
    print("accuracy:", correct)
    return (correct / total_examples).item()
"""
LOADER = """\
train_loader = DataLoader(ToyDataset(x_train, y_train), batch_size=2, shuffle=True, drop_last=True)
"""
LOOP = """\
import torch.nn.functional as F
model = NeuralNetwork(num_inputs=2, num_outputs=2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
num_epochs = 3
for epoch in range(num_epochs):
    model.train()
    for batch_idx, (features, labels) in enumerate(train_loader):
        logits = model(features)
        loss = F.cross_entropy(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        print(f"Epoch: {epoch+1:03d} | Batch {batch_idx:03d} | Train/Val Loss: {loss:.2f}")
    model.eval()
"""
FUNCTION = """\
import torch, torch.nn.functional as F
def train(model, train_loader, num_epochs=3, lr=0.5):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    lines = []
    for epoch in range(num_epochs):
        for x, y in train_loader:
            loss = F.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            lines.append(f"[EPOCH] {epoch}")
"""


@pytest.fixture
def mine(tmp_path, monkeypatch):
    """Examine a source."""
    monkeypatch.setattr(sys, "path", sys.path[:])
    (tmp_path / "scratch").mkdir()

    def mine(source):
        (tmp_path / "mine.py").write_text(source)
        return examine(str(tmp_path / "mine.py"), str(tmp_path / "scratch"))

    return mine


CLASS = "class NeuralNetwork(torch.nn.Module):\n    def __init__(self, n, m): pass"
TRAIN = "train(model, train_loader, num_epochs=3, lr=0.5)"
LOAD = "expected load(model, path), found"
REMEDY = f"move it into def {TRAIN} to have it tested"


def indented(source):
    return source.replace("\n", "\n    ")


NOT_TESTED = [
    ("train", "", "not defined"),
    ("save", "from torch import *", "not defined"),
    ("train", "def trian(): pass", "not defined, but trian at line 1 is similar: rename it"),
    ("load", "def f():\n    def load(): pass", "defined at line 2, which is not at top level"),
    ("load", "from pt1h import load", f"{LOAD} from pt1h import load at line 1"),
    ("load", "from no_such_module import load", "line 1 failed"),
    ("ToyDataset", "class ToyDataset(Base): pass", "line 1 failed"),
    (
        "NeuralNetwork",
        "def NeuralNetwork(): pass",
        "expected a class, found an object of type function",
    ),
    (
        "NeuralNetwork",
        "class NeuralNetwork: pass",
        "expected a torch.nn.Module, found another class",
    ),
    (
        "NeuralNetwork",
        f"import torch\n{CLASS}",
        "expected NeuralNetwork(num_inputs, num_outputs), found NeuralNetwork(n, m)",
    ),
    ("train", "import json as train", "expected a function, found an object of type module"),
    (
        "train",
        "train = ToyDataset(1, 2)",
        f"expected {TRAIN}, found train = ToyDataset(1, 2) at line 1",
    ),
    (
        "train",
        "def train(model, loader, device): pass",
        f"expected {TRAIN}, found train(model, loader, device)",
    ),
    ("train", LOOP, "the loop at line 5 cannot run: NameError: name 'torch' is not defined"),
    (
        "save",
        "def save(model, path): model.cuda()",
        "line 1 needs a GPU: use the device of the model",
    ),
    ("save", "import no_such_module as a\ndef save(model, path): a", "needs line 1, which failed"),
    ("save", "a = input()\ndef save(model, path): a", "needs line 1, which failed"),
    (
        "train",
        LOOP.replace("num_epochs = 3", "num_epochs = int(input())"),
        "the loop at line 5 needs line 4, which may train, write, download or ask for input",
    ),
    (
        "train",
        LOOP.replace("optimizer =", "model, optimizer = model,"),
        f"the loop at line 5 does not have the form of the notebook's loop: {REMEDY}",
    ),
    ("train", LOOP.replace("loss.backward()", ""), "the loop at line 5 does not call backward()"),
    (
        "train",
        LOOP.replace("train_loader", "loader"),
        f"the loop at line 5 does not have the form of the notebook's loop: {REMEDY}",
    ),
    (
        "train",
        LOOP.replace("optimizer = ", "if True: optimizer = "),
        f"the loop at line 5 does not have the form of the notebook's loop: {REMEDY}",
    ),
    (
        "train",
        LOOP.replace("for epoch in range(num_epochs)", "while range(3)"),
        f"the loop at line 5 does not have the form of the notebook's loop: {REMEDY}",
    ),
    (
        "train",
        indented(f"def main():\n{LOOP}"),
        f"the loop at line 6 is not at top level: {REMEDY}",
    ),
    (
        "train",
        indented(f"if __name__ == '':\n{LOOP}"),
        f"the loop at line 6 is not at top level: {REMEDY}",
    ),
    (
        "train",
        f"import torch\n{LOOP.replace('0.5', '1')}",
        f"the loop at line 6 must have num_epochs=3 and lr=0.5, got 3 and 1: {REMEDY}",
    ),
]


@pytest.mark.parametrize(("name", "source", "reason"), NOT_TESTED)
def test_each_name_that_is_not_tested_has_a_reason(mine, name, source, reason):
    other = "save" if name != "save" else "load"
    implementation = mine(f"{source}\ndef {other}(model, path): pass")

    assert implementation.not_tested[name] == reason
    assert {*implementation.tested, *implementation.not_tested} == set(NAMES)
    assert other in implementation.tested


def test_nothing_to_test_is_one_message(mine, tmp_path):
    with pytest.raises(pytest.UsageError) as error:
        mine("from no_such_module import Base\nclass NeuralNetwork(Base): pass")

    file = tmp_path / "mine.py"
    assert str(error.value).splitlines() == [
        f"{file} defines none of {', '.join(NAMES)} as the facts need them",
        "    NeuralNetwork: line 2 failed",
        "    mine.py, line 1: ModuleNotFoundError: No module named 'no_such_module'",
        "    mine.py, line 2: NameError: name 'Base' is not defined",
    ]
    with pytest.raises(pytest.UsageError, match=r"cannot read .*mine.py, line 1: SyntaxError: "):
        mine("def f(:")
    with pytest.raises(pytest.UsageError, match=r"cannot read nowhere.py: FileNotFoundError: "):
        examine("nowhere.py", str(tmp_path))
    (tmp_path / "mine.ipynb").write_text("no JSON")
    with pytest.raises(pytest.UsageError, match=r"cannot read .*mine.ipynb: NotJSONError: .+$"):
        examine(str(tmp_path / "mine.ipynb"), str(tmp_path))
    with pytest.raises(pytest.UsageError, match=r"cannot read now.here: ModuleNotFoundError: "):
        examine("now.here", str(tmp_path))


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("train", FUNCTION.replace("def train", "def fit") + "    return lines\ntrain = fit"),
        ("save", "import torch\nsave = lambda model, path: torch.save(model.state_dict(), path)"),
    ],
)
def test_a_name_can_be_assigned(mine, name, source):
    assert name in mine(source).tested


@pytest.mark.parametrize(
    "source",
    [
        ACCURACY,
        ACCURACY.replace("device)", "device: str)", 1).replace(
            "torch.no_grad()", "torch.no_grad(), torch.autocast(device, enabled=False)"
        ),
        "use_cuda = False\n"
        + ACCURACY.replace("    for", "    if use_cuda:\n        model.cuda()\n    for", 1),
        "DEVICE = torch.device('meta')\n"
        + ACCURACY.replace(", device)", ")", 1).replace("(device)", "(DEVICE)"),
        ACCURACY.replace("device)", "*, device='cuda')", 1),
        "device = torch.device('meta')\n" + ACCURACY.replace(", device)", ")", 1),
        "device = 'cuda:1'\n@torch.no_grad()\n" + ACCURACY.replace(", device)", ")", 1),
        ACCURACY.replace(
            ", device):",
            "):\n    device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')",
            1,
        ),
    ],
)
def test_the_device_is_that_of_the_model(mine, capsys, monkeypatch, source):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    accuracy = mine(f"import torch\n{source}").tested["compute_accuracy"]

    assert 0 <= accuracy(pt1h.NeuralNetwork(2, 2), loaders()[1]) <= 1
    assert capsys.readouterr().out == ""


def test_what_a_class_prints_is_set_aside(mine, capsys):
    model = mine(NETWORK).tested["NeuralNetwork"](2, 2)
    model(x_train)

    assert capsys.readouterr() == ("", "forward\n")


def test_its_files_are_found_and_nothing_is_overwritten(mine, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "beside_mine.py").touch()
    (tmp_path / "model.pth").write_text("precious")
    (tmp_path / "unrelated.pth").touch()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "labels.txt").write_text("precious")
    source = """\
import beside_mine
from pathlib import Path
labels = open("data/labels.txt").read()
def save(model, path):  # not unrelated.pth
    assert beside_mine
    assert labels == open(path).read()
    (Path(__file__).parent / "model.pth").write_text("model.pth")
    open(path, "w").close()
"""
    (tmp_path / "mine.py").write_text(source)
    copy_quoted_files(tmp_path / "mine.py", str(tmp_path / "scratch"))

    mine(source).tested["save"](pt1h.NeuralNetwork(2, 2), "model.pth")

    assert (tmp_path / "model.pth").read_text() == "precious"
    assert not (tmp_path / "scratch" / "unrelated.pth").exists()
    assert not (tmp_path / "__pycache__").exists()


@pytest.mark.parametrize(
    "end",
    ["return lines", "[print(line) for line in lines]", "print('\\n'.join(lines)); return model"],
)
def test_lines_are_printed_or_returned(mine, capsys, end):
    steps = mine(f"{FUNCTION}    {end}").tested["train"](pt1h.NeuralNetwork(2, 2), loaders()[0])

    assert len(steps) == 6  # iterating over no lines would skip this test
    assert steps == [f"[EPOCH] {epoch}" for epoch in (0, 0, 1, 1, 2, 2)]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("end", ["pass", "return model", "return [0.75]", "print('Epoch: 001')"])
def test_there_may_be_no_lines(mine, end):
    steps = mine(f"{FUNCTION}    {end}").tested["train"](pt1h.NeuralNetwork(2, 2), loaders()[0])

    with pytest.raises(pytest.skip.Exception, match="in the notebook's format"):
        list(steps)


BETWEEN = "\noptimizer = torch"
VARIANTS = {
    "as it is": [],
    "forward": [("model(features)", "model.forward(features)")],
    "a range of its own": [("range(num_epochs)", "range(1, 4)")],
    "eval() after it": [("    model.eval()", "model.eval()")],
    "assignments before it": [
        (
            BETWEEN,
            "\nstep = 0\nlast = 0\nloss_of = torch.nn.CrossEntropyLoss()"
            f"\noptions = {{}}\noptions.update(rate=0.5){BETWEEN}",
        ),
        ("lr=0.5", "lr=options['rate']"),
        ("F.cross_entropy", "loss_of"),
        ("optimizer.step()", "optimizer.step(); step += 1; last = max(last, step)"),
    ],
    "train() before it": [
        ("    model.train()\n", ""),
        ("\nfor epoch", "\nmodel.train()\nfor epoch"),
        ("    model.eval()", "model.eval()"),
    ],
    "a device": [
        (BETWEEN, f"\ndevice = torch.device('cuda')\nmodel.to(device){BETWEEN}"),
        ("model(features)", "model(features.to(device))"),
    ],
    "a file": [("optimizer.step()", "optimizer.step(); torch.save(1, 'model.pth')")],
    "the best loss": [
        (BETWEEN, f"\nbest = 9.0{BETWEEN}"),
        ("optimizer.step()", "optimizer.step()\n        if loss < best:\n            best = loss"),
    ],
    "a loader for two": [
        (BETWEEN, f"\ntrain_loader, x = [], torch.randn(4, 2){BETWEEN}"),
        ("optimizer.step()", "optimizer.step(); x.sum()"),
    ],
    "a loop before it": [
        (
            "import torch",
            "x = undefined\nfor _ in range(9):\n    x.backward(); x.step()\nimport torch",
        )
    ],
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_loop_is_tested_as_train(mine, tmp_path, record_losses, variant):
    loop = LOOP
    for old, new in VARIANTS[variant]:
        assert loop.count(old) == 1
        loop = loop.replace(old, new)
    implementation = mine(NETWORK + DATASET + LOADER + loop)
    assert list(implementation.tested) == ["NeuralNetwork", "ToyDataset", "train"]
    assert implementation.failures == []
    train = implementation.tested["train"]

    modes = []
    for _ in range(2):  # each call trains the model that it is given
        torch.manual_seed(123)
        model, (train_loader, _) = pt1h.NeuralNetwork(2, 2), loaders()
        model.eval().layers.register_forward_hook(lambda layers, *_: modes.append(layers.training))
        losses = record_losses(model, train_loader)
        train(model, train_loader, num_epochs=3, lr=0.5)
        assert losses == [0.75, 0.65, 0.44, 0.13, 0.03, 0.0]
        assert not model.training
    assert modes == [True] * 12
    with pytest.raises(
        pytest.skip.Exception, match=r"the loop at line \d+ always trains for 3 epochs"
    ):
        train(model, train_loader, num_epochs=1, lr=0.5)
    assert not list(tmp_path.glob("*.pth"))


def test_the_losses_are_those_of_the_backward_passes(record_losses):
    model, (train_loader, _) = pt1h.NeuralNetwork(2, 2), loaders()

    losses = record_losses(model, train_loader)
    features, labels = next(iter(train_loader))
    model(features)
    with torch.no_grad():
        model.forward(features)
    model(x_train)
    logits = model(features)
    assert losses == []
    logits.sum().backward()

    assert losses == [round(torch.nn.functional.cross_entropy(logits, labels).item(), 2)]


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import torch", set()),
        ("from pt1h import train", {"train"}),
        ("from pt1h.data import x_train", set()),
        ("from pt1h.data import loaders as serve", {"ToyDataset"}),
        ("from pt1h.training import train_toy", {"NeuralNetwork", "ToyDataset", "train"}),
        ("from pt1h.training import iter_steps, compute_accuracy", {"compute_accuracy"}),
        ("def f():\n    from pt1h import ddp", {"NeuralNetwork", "ToyDataset"}),
        ("from pt1h.ranks import launch", set()),
    ],
)
def test_a_spec_uses_names(tmp_path, source, names):
    (tmp_path / "test_spec.py").write_text(source)

    assert names_used(tmp_path / "test_spec.py") == names


def run(*options, cwd=ROOT, **variables):
    command = ["-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
    return run_python(*command, cwd=cwd, env=own_environment(**variables))


NOTEBOOK = [
    "%pip install torch\n!nvidia-smi\n" + NETWORK,
    "tensor = torch.ones(3).to('cuda')",
    DATASET,
    "x_train = torch.tensor(undefined)\n" + LOADER,
    LOOP,
    "torch.save(model.state_dict(), 'model.pth')",
    ACCURACY,
]


def test_a_right_notebook_has_no_failure(tmp_path):
    (tmp_path / "mine.ipynb").write_text(notebook(*NOTEBOOK))
    chapters = [ROOT / "spec" / chapter for chapter in ("3_network", "5_training")]

    done = run("--implementation=mine.ipynb", *chapters, cwd=tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert "tested: NeuralNetwork, ToyDataset, train, compute_accuracy" in lines
    assert "not tested: save, load: not defined" in lines
    assert re.search("^2. facts hold, 0 need a GPU, 0 fail, 3 not run$", done.stdout, re.MULTILINE)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.ipynb"]


def test_a_softmax_in_forward_fails(tmp_path):
    cells = [cell.replace("return logits\n", "return logits.softmax(1)\n") for cell in NOTEBOOK]
    (tmp_path / "mine.ipynb").write_text(notebook(*cells))

    done = run(f"--implementation={tmp_path / 'mine.ipynb'}", "spec/3_network")

    assert done.returncode == 1
    failing = re.findall(r"^(?:Claim at )?In \[(\d+)\]", done.stdout, re.MULTILINE)
    assert {"44", "46"} <= set(failing) <= {"39", "44", "45", "46"}
    fact = ROOT / "spec/3_network/test_46b_logits_are_any_real_numbers.py"
    hint = fact.read_text(encoding="utf-8").split("\n\n")[1]
    assert " hint ---" in done.stdout
    assert f"\n{hint}\n" in done.stdout


def test_without_a_definition_nothing_runs(tmp_path):
    (tmp_path / "mine.py").write_text("x = 1")

    done = run(f"--implementation={tmp_path / 'mine.py'}")

    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert done.stdout == ""
    message = f"ERROR: {tmp_path / 'mine.py'} defines none of {', '.join(NAMES)}"
    assert done.stderr.strip() == f"{message} as the facts need them"


WRONG_IN_OTHER_PROCESSES = """\
import multiprocessing, torch, pt1h
class NeuralNetwork(pt1h.NeuralNetwork):
    def __init__(self, num_inputs, num_outputs):
        torch.manual_seed(int(multiprocessing.parent_process() is not None))
        super().__init__(num_inputs, num_outputs)
class ToyDataset(pt1h.ToyDataset):
    def __getitem__(self, index):
        assert multiprocessing.parent_process() is None
        return super().__getitem__(index)
"""
SPAWN = "import multiprocessing\nmultiprocessing.get_all_start_methods = lambda: ['spawn']"


@pytest.mark.parametrize("options", [[], ["-n2"], ["-p", "as_on_windows"]])
def test_ranks_and_workers_use_it(options, tmp_path):
    (tmp_path / "mine.py").write_text(WRONG_IN_OTHER_PROCESSES)
    (tmp_path / "as_on_windows.py").write_text(SPAWN)
    specs = [
        "4_dataloader/test_53d_workers_change_no_batch.py",
        "8_ddp/test_75b_ranks_start_from_the_weights_of_rank_0.py",
        "8_ddp/test_75e_ranks_hold_the_same_weights.py",
    ]

    implementation = f"--implementation={tmp_path / 'mine.py'}"
    specs = [ROOT / "spec" / spec for spec in specs]
    done = run(implementation, *options, *specs, PYTHONPATH=str(tmp_path))

    assert "0 facts hold, 0 need a GPU, 3 fail\n" in done.stdout, done.stdout[-999:]
