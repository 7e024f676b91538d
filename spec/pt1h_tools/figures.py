"""The pictures of the book, each drawn from live objects: nox -s book.

Each function in PICTURES draws one picture and returns a description of it.
"""

import copy
import inspect
import io
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from markupsafe import Markup
from matplotlib import rc_context, rcParamsDefault
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy import array
from torch import Tensor
from torch.nn.parallel import DistributedDataParallel
from torch.nn.utils import parameters_to_vector
from torch.overrides import TorchFunctionMode
from torch.utils.data import DataLoader, Dataset, DistributedSampler, get_worker_info

from pt1h import NeuralNetwork, ToyDataset, neuron
from pt1h.data import loaders, x_test, x_train, y_test, y_train
from pt1h.ranks import START_METHOD, launch
from pt1h.training import predict_proba, train_toy

INK, BLUE, ORANGE = "#1f1f1f", "#1f6fbf", "#b35309"
PAGE = {INK: "currentColor", BLUE: "var(--blue)", ORANGE: "var(--orange)"}
"""The colors that replace them on the page, in light and dark mode."""
STYLE: Any = dict.fromkeys(
    ("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color"), INK
) | {
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.size": 11,
    "legend.frameon": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "pt1h",
}


def box(axes: Axes, x: float, y: float, text: str, edge: str = INK) -> None:
    style = {"boxstyle": "round,pad=0.4", "facecolor": "none", "edgecolor": edge}
    axes.text(x, y, text, ha="center", va="center", bbox=style)


def arrow(axes: Axes, start: Any, end: Any, color: str) -> None:
    axes.annotate("", end, start, arrowprops={"arrowstyle": "->", "color": color})


def computation_graph(axes: Axes) -> str:
    """The graph of the one-weight model: values forward (down), gradients backward (up)."""
    results: dict[Any, Tensor] = {}

    class Watch(TorchFunctionMode):
        def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None):  # type: ignore[no-untyped-def]
            result = func(*args, **(kwargs or {}))
            result.retain_grad()
            results[result.grad_fn] = result
            return result

    w1, b = neuron.parameters(requires_grad=True)
    names = {w1: "w1", b: "b"}
    with Watch():
        loss = neuron.loss(w1, b)
    loss.backward()

    descriptions = []
    nodes: list[Any] = [(loss.grad_fn, (0.0, -1.0), 0.0, 0.0)]
    for node, (to_x, to_y), x, y in nodes:
        parents = [parent for parent, _ in node.next_functions if parent is not None]
        # The first operand is drawn above its result, and the others beside it.
        for i, parent in enumerate(parents):
            nodes.append((parent, (x, y), x + i, y + 1 if i == 0 else y))
        tensor: Any = node.variable if hasattr(node, "variable") else results[node]
        name = names.get(tensor, node.name())
        value, gradient = tensor.item(), tensor.grad.item()
        descriptions.append(f"{name} gives {value:.4f}, its gradient is {gradient:.4f}")
        box(axes, x, y, name)
        if to_y == y:
            tail, head, aside = array([x - 0.05, y]), array([to_x + 0.27, y]), array([0, 0.05])
        else:
            tail, head, aside = array([x, y - 0.2]), array([to_x, to_y + 0.2]), array([-0.04, 0])
        for sign, text, color in ((1, value, INK), (-1, gradient, ORANGE)):
            ends = (tail, head)[::sign]
            arrow(axes, ends[0] + sign * aside, ends[1] + sign * aside, color)
            x, y = (tail + head) / 2 + 5 * sign * aside
            axes.text(x, y, f"{text:.4f}", color=color, ha="center", va="center")
    axes.text(0, -1, "loss", ha="center", va="center")
    axes.set(xlim=(-0.6, 1.4), ylim=(-1.1, 4.3))
    axes.axis("off")
    return f"From the loss back to the leaves: {'; '.join(descriptions)}."


def network(axes: Axes) -> str:
    """The network of In [40]: units of each layer, and the parameters between them."""
    model = NeuralNetwork(50, 3)
    linears = {n: m for n, m in model.named_modules() if isinstance(m, torch.nn.Linear)}
    sizes = [model.num_inputs, *(linear.out_features for linear in linears.values())]
    for x, size in enumerate(sizes):
        axes.plot([x] * size, [i - (size - 1) / 2 for i in range(size)], ".", color=BLUE, ms=4)
        axes.text(x, size / 2 + 1, f"{size}", ha="center", va="bottom", weight="bold")
    descriptions = []
    for x, (name, linear) in enumerate(linears.items()):
        left, right = sizes[x] / 2, sizes[x + 1] / 2
        axes.fill([x, x + 1, x + 1, x], [left, right, -right, -left], color=BLUE, alpha=0.2, lw=0)
        weights, biases = linear.weight.numel(), linear.bias.numel()
        text = f"{name}\n{weights} weights\n+ {biases} biases\n= {weights + biases}"
        axes.text(x + 0.5, -27, text, ha="center", va="top")
        descriptions.append(
            f"{name} has {weights} weights and {biases} biases, {weights + biases} in all"
        )
    axes.axis("off")
    total = sum(p.numel() for p in model.parameters() if p.requires_grad)
    layers = f"Layers of {', '.join(map(str, sizes))} units. {'; '.join(descriptions)}"
    return f"{layers}: {total} parameters."


def loader(axes: Axes) -> str:
    """The loader at In [52]: the records in order, and the batches into which it shuffles them."""
    torch.manual_seed(123)
    NeuralNetwork(50, 3)
    torch.rand((1, 50))
    train_loader, _ = loaders(drop_last=False)
    list(train_loader)
    kept = len(loaders(drop_last=True)[0])
    for record, label in enumerate(y_train.tolist()):
        box(axes, record, 2, f"{record}", edge=(BLUE, ORANGE)[label])
    descriptions = []
    place = 0
    for number, (features, _) in enumerate(train_loader, 1):
        batch = [int((x_train == row).all(dim=1).nonzero()) for row in features]
        for record in batch:
            arrow(axes, (record, 1.7), (place, 0.3), INK)
            box(axes, place, 0, f"{record}", edge=(BLUE, ORANGE)[int(y_train[record])])
            place += 1
        text = f"batch {number}" if number <= kept else f"batch {number}\nleft out by\ndrop_last"
        axes.text(place - 0.5 - len(batch) / 2, -0.5, text, ha="center", va="top")
        descriptions.append(f"batch {number}: records {batch}")
    axes.text(-0.5, 2.5, "label 0", color=BLUE)
    axes.text(3, 2.5, "label 1", color=ORANGE)
    axes.set(xlim=(-0.6, 4.6), ylim=(-1.6, 2.8))
    axes.axis("off")
    served = "; ".join(descriptions)
    return f"The loader shuffles records 0 to 4 into {served}. drop_last drops batch {kept + 1}."


class SlowDataset(Dataset[tuple[int, float, float]]):
    """Twelve records that each take 20 ms to load. A record is its worker, start and end."""

    def __getitem__(self, index: int) -> tuple[int, float, float]:
        info, start = get_worker_info(), time.monotonic()
        time.sleep(0.02)
        return (-1 if info is None else info.id), start, time.monotonic()

    def __len__(self) -> int:
        return 12


def workers(axes: Axes) -> str:
    """Loading without and with workers, as measured: a record takes 20 ms, a step 40 ms."""
    lanes, descriptions = [], []
    persistent = {"persistent_workers": True, "multiprocessing_context": START_METHOD}
    for num_workers in (0, 2):
        options: Any = persistent if num_workers else {}
        slow_loader = DataLoader(SlowDataset(), 2, num_workers=num_workers, **options)
        list(slow_loader)  # starts the workers, which then persist
        loading: list[Any] = []
        training = []
        start = time.monotonic()
        for batch in slow_loader:
            loading += zip(*(column.tolist() for column in batch), strict=True)
            training.append(time.monotonic())
            time.sleep(0.04)
        seconds = time.monotonic() - start
        descriptions.append(f"{num_workers} workers, {len(training)} batches in {seconds:.2f} s")
        for worker in range(-1, num_workers):
            lane = "main process" if worker < 0 else f"worker {worker}"
            lanes.append(f"{num_workers} workers:\n{lane}")
            place = (len(lanes) - 1.3, 0.6)
            loads = [(a - start, b - a) for w, a, b in loading if w == worker]
            axes.broken_barh(loads, place, facecolor=BLUE, edgecolor=INK)
            if worker < 0:
                steps = [(begin - start, 0.04) for begin in training]
                axes.broken_barh(steps, place, facecolor="none", edgecolor=ORANGE, hatch="///")
    axes.set_yticks(range(len(lanes)), lanes)
    axes.invert_yaxis()
    axes.set_xlabel("seconds (blue: a record loads; hatched: a step)")
    return f"A timeline: {'; '.join(descriptions)}. Workers load while the main process trains."


def losses(axes: Axes) -> str:
    """The loss at each step of the notebook's training, and the six values that it prints."""
    _, steps = train_toy()
    printed = Path(__file__).parents[1] / "5_training" / "test_57e_each_step_prints_its_loss.txt"
    notebook = [float(value) for value in re.findall(r"Loss: ([\d.]+)", printed.read_text())]
    here = [step.loss.item() for step in steps]
    numbers = range(1, len(here) + 1)
    axes.plot(numbers, here, "o-", color=BLUE, label="here")
    axes.plot(numbers, notebook, "s", ms=11, mfc="none", mec=ORANGE, label="the notebook")
    for number, value in zip(numbers, notebook, strict=True):
        axes.annotate(f"{value:.2f}", (number, value), (9, 7), textcoords="offset points")
    axes.set(xlabel="step", ylabel="cross entropy", xlim=(0.7, 6.8), ylim=(-0.05, 0.85))
    axes.legend()
    return (
        f"The loss falls: {', '.join(f'{value:.4f}' for value in here)}."
        f" The notebook prints {', '.join(f'{value:.2f}' for value in notebook)}."
    )


def decision_boundary(axes: Axes) -> str:
    """The decision boundary of the network: the probability of class 1, and the seven records."""
    model, _ = train_toy()
    side = torch.linspace(-4, 4, 81)
    probability = predict_proba(model, torch.cartesian_prod(side, side))[:, 1]
    grid = probability.reshape(81, 81).T.tolist()
    lines = axes.contour(side, side, grid, [0.1, 0.5, 0.9], colors=INK, linewidths=[1, 2, 1])
    axes.clabel(lines)
    right = 0
    for records, labels, name in ((x_train, y_train, "training"), (x_test, y_test, "test")):
        right += int((predict_proba(model, records).argmax(dim=1) == labels).sum())
        for label, color, marker in ((0, BLUE, "o"), (1, ORANGE, "s")):
            a, b = records[labels == label].T.tolist()
            face = color if name == "training" else "none"
            axes.plot(a, b, marker, mec=color, mfc=face, label=f"{name}, class {label}")
    axes.set(xlabel="first feature", ylabel="second feature", aspect="equal")
    axes.legend(loc="upper left", bbox_to_anchor=(0, -0.15), ncols=2)
    return (
        f"Along a line through the plane, both classes are equally probable. {right} of"
        f" {len(y_train) + len(y_test)} records lie on the side of their own class."
    )


def one_step() -> tuple[list[int], Tensor, Tensor, Tensor]:
    """Return a rank's first batch, its own and the mean gradient, and its weights after a step."""
    torch.manual_seed(123)
    ddp = DistributedDataParallel(NeuralNetwork(2, 2))
    alone = copy.deepcopy(ddp.module)
    records: list[int] = list(DistributedSampler(ToyDataset(x_train, y_train)))[:2]
    gradients = []
    for model in (alone, ddp):
        F.cross_entropy(model(x_train[records]), y_train[records]).backward()
        gradients.append(torch.cat([p.grad.flatten() for p in model.parameters()]))  # type: ignore[union-attr]
    torch.optim.SGD(ddp.parameters(), lr=0.5).step()
    return records, *gradients, parameters_to_vector(ddp.parameters()).detach()  # type: ignore[return-value]


def two_ranks(axes: Axes) -> str:
    """One step of two ranks: the last bias of the network, its gradients, and their mean."""
    ranks = launch(one_step, 2)
    descriptions = []
    for x, (records, own, _, weights) in enumerate(ranks):
        box(axes, x, 3, f"rank {x}\nrecords {records}")
        arrow(axes, (x, 2.7), (x, 2.2), INK)
        box(axes, x, 2, f"its gradient {own[-1]:.4f}", edge=BLUE)
        arrow(axes, (x, 1.8), (0.5, 1.2), INK)
        arrow(axes, (0.5, 0.8), (x, 0.2), INK)
        box(axes, x, 0, f"bias after {weights[-1]:.4f}")
        descriptions.append(f"rank {x} has records {records} and a gradient of {own[-1]:.4f}")
    mean = ranks[0][2]
    box(axes, 0.5, 1, f"mean {mean[-1]:.4f}", edge=ORANGE)
    same = torch.equal(ranks[0][-1], ranks[1][-1])
    axes.set(xlim=(-0.5, 1.5), ylim=(-0.4, 3.5))
    axes.axis("off")
    return (
        f"{'; '.join(descriptions)}; both get the mean, {mean[-1]:.4f}. After the step all"
        f" {len(weights)} weights are {'the same' if same else 'not the same'} in both."
    )


PICTURES: dict[str, tuple[Callable[[Axes], str], float]] = {
    "2-17": (computation_graph, 4.6),
    "3-41a": (network, 4.2),
    "4-52": (loader, 2.8),
    "4-53c": (workers, 2.8),
    "5-57": (losses, 3.2),
    "5-68": (decision_boundary, 5.2),
    "8-75d": (two_ranks, 3.4),
}
"""Each picture, by the fact that it shows, with its height in inches."""


def draw(fact: str) -> dict[str, Any]:
    """Return the picture of a fact as an SVG element for a page with others, and its caption."""
    picture, height = PICTURES[fact]
    file = io.StringIO()
    # Ignore the user's matplotlibrc and a notebook's backend.
    with rc_context(rcParamsDefault | STYLE):
        figure = Figure(figsize=(5.2, height), layout="constrained")
        description = picture(figure.subplots())
        no_metadata = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        figure.savefig(file, format="svg", transparent=True, metadata=no_metadata)
    svg = file.getvalue().partition("<svg")[2]
    for color, on_the_page in PAGE.items():
        svg = svg.replace(color, on_the_page)
    # Each id must be unique on the page.
    svg = re.sub(r'( id="|url\(#|href="#)', rf"\g<1>{picture.__name__}-", svg)
    labeled = Markup('<svg role="img" aria-label="{}"{}').format(description, Markup(svg))
    return {"caption": inspect.getdoc(picture), "svg": labeled}
