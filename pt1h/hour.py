"""The hour, replayed on the torch of this machine, in the document's order."""

import argparse
import contextlib
import os
import platform
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path

import torch
from torch import distributed
from torch.autograd import grad

from pt1h import __version__, neuron
from pt1h.checkpoint import load, save
from pt1h.data import loaders, x_train, y_train
from pt1h.ddp import train_toy_distributed
from pt1h.device import pick_device, what_torch_sees
from pt1h.distributed import TIMEOUT, RankError, backend_for, leave, stop_server, warm_up
from pt1h.network import NeuralNetwork
from pt1h.training import compute_accuracy, predict_proba, train_toy


def show(cell: str, *values: object) -> None:
    """A cell of the document, and under it what it prints."""
    print(f"\nIn [{cell}]:", *values, sep="\n")


def tensors() -> None:
    tensor0d = torch.tensor(1)
    tensor1d = torch.tensor([1, 2, 3])
    tensor2d = torch.tensor([[1, 2], [3, 4]])
    tensor3d = torch.tensor([[[1, 2], [3, 4]], [[5, 6], [7, 8]]])
    show("1", repr(torch.__version__))
    show("2", torch.cuda.is_available())
    show("4", tensor0d, tensor1d, tensor2d, tensor3d)
    show("5", tensor1d.dtype)
    show("6", torch.tensor([1.0, 2.0, 3.0]).dtype)
    show("7", tensor1d.to(torch.float32).dtype)
    show("8", tensor0d.shape, tensor1d.shape, tensor2d.shape, tensor3d.shape)
    show("10", tensor2d.reshape(4, 1))
    show("11", tensor2d.view(4, 1))
    show("12", tensor2d.T)
    show("13", tensor2d.matmul(tensor2d.T))
    show("14", tensor2d @ tensor2d.T)


def autograd() -> None:
    w1, b = neuron.parameters()
    show(
        "16",
        f"[a] {neuron.activation(w1, b)!r}",
        f"[y] {neuron.y!r}",
        f"[loss] {neuron.loss(w1, b)!r}",
    )
    w1, b = neuron.parameters(requires_grad=True)
    loss = neuron.loss(w1, b)
    show("17", grad(loss, w1, retain_graph=True), grad(loss, b, retain_graph=True))
    loss.backward()
    show("18", w1.grad, b.grad)


def network() -> None:
    torch.manual_seed(123)
    model = NeuralNetwork(50, 3)
    first = model.layers[0]
    show("40", model)
    show("41", f"[Parameters] {sum(p.numel() for p in model.parameters() if p.requires_grad)}")
    show("42", first.weight)
    show("43", first.weight.shape, first.bias.shape)
    x = torch.rand((1, 50))
    show("44", model(x))
    with torch.no_grad():
        show("45", model(x))
        show("46", torch.softmax(model(x), dim=1))


def dataloader() -> None:
    # The document's batches come after its network, a random input and a pass it does not show.
    torch.manual_seed(123)
    NeuralNetwork(50, 3)
    torch.rand((1, 50))
    train_loader, _ = loaders(drop_last=False)
    for _ in train_loader:
        pass
    for cell, loader in (("52", train_loader), ("53", loaders()[0])):
        batches = enumerate(loader, 1)
        show(cell, *(f"[BATCH] {batch}\n{x} {y}" for batch, (x, y) in batches))


def training() -> None:
    model, steps = train_toy()
    show("57", *steps)
    probs = predict_proba(model, x_train)
    torch.set_printoptions(sci_mode=False)
    show("62", probs)
    torch.set_printoptions(sci_mode=None)
    predictions = torch.argmax(probs, dim=1)
    show("63", predictions)
    show("65", predictions == y_train, torch.sum(predictions == y_train))
    train_loader, test_loader = loaders()
    show(
        "68",
        f"[TRAIN ACCURACY] {compute_accuracy(model, train_loader) * 100}%",
        f"[TEST ACCURACY] {compute_accuracy(model, test_loader) * 100}%",
    )


def checkpoint() -> None:
    trained, _ = train_toy()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.pth"
        save(trained, path)
        show("69", f"{path.name}: {path.stat().st_size} bytes")
        show("70", load(NeuralNetwork(2, 2), path))


def gpu(device: torch.device) -> None:
    tensor_1 = torch.tensor([1.0, 2.0, 3.0])
    tensor_2 = torch.tensor([4.0, 5.0, 6.0])
    show("71", tensor_1 + tensor_2)
    if device.type == "cpu":
        print(f"\nOn the CPU instead of a GPU ({what_torch_sees()}):")
    show("72", tensor_1.to(device) + tensor_2.to(device))
    show("74", *train_toy(device)[1])


def prints() -> bool:
    """Whether this process speaks for its group: under torchrun, rank 0 does."""
    return not distributed.is_torchelastic_launched() or os.environ["RANK"] == "0"


def ddp(args: argparse.Namespace) -> None:
    device = args.device
    backend = backend_for(device, args.nproc)
    print(f"\n{args.nproc} rank{'s' * (args.nproc > 1)}, {backend}, {device}")
    if device.type == "cuda" and backend == "gloo":
        print("nccl takes a GPU for each rank, and there are fewer: gloo instead")
    replicas = train_toy_distributed(
        args.nproc, device, args.records, args.drop_last, args.checkpoint, timeout=args.timeout
    )
    first = replicas[0]
    if first.resumed_after:
        print(f"[RESUMED] {args.checkpoint} was written after epoch {first.resumed_after}")
    for line in chain.from_iterable(replica.lines for replica in replicas):
        print(line)
    correct, total = first.counts
    if args.drop_last:
        print(f"[LEFT OUT] {first.left_out} of {total} records in each epoch")
    print(f"[TRAIN ACCURACY] {correct / total * 100}% ({correct} of {total} records)")
    if args.records is not None and first.seconds and prints():
        # Not with the rest, which is the same in every run.
        print("[SECONDS]", *(f"{s:.2f}" for s in first.seconds), "per epoch", file=sys.stderr)


CHAPTERS: dict[str, Callable[[argparse.Namespace], None]] = {
    "tensors": lambda _: tensors(),
    "autograd": lambda _: autograd(),
    "network": lambda _: network(),
    "dataloader": lambda _: dataloader(),
    "training": lambda _: training(),
    "checkpoint": lambda _: checkpoint(),
    "gpu": lambda args: gpu(args.device),
    "ddp": ddp,
}


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    torchrun = distributed.is_torchelastic_launched()
    parser = argparse.ArgumentParser("pt1h", description=__doc__)
    parser.add_argument(
        "chapter",
        nargs=None if torchrun else "?",
        choices=["ddp"] if torchrun else CHAPTERS,
        help="one chapter, not all",
    )
    parser.add_argument(
        "--device", choices=["cpu", "cuda"], help="default: cuda where there is one"
    )
    options = parser.add_argument_group("the ddp chapter")
    options.add_argument(
        "--nproc",
        type=int,
        default=int(os.environ["WORLD_SIZE"]) if torchrun else 2,
        help="ranks (default: 2; under torchrun, those that it started)",
    )
    options.add_argument(
        "--records", type=int, help="train on that many, drawn around the document's five"
    )
    options.add_argument(
        "--drop-last", action="store_true", help="leave out what does not fill a batch in each rank"
    )
    options.add_argument(
        "--checkpoint", type=Path, help="write this file after each epoch, or go on from it"
    )
    options.add_argument(
        "--timeout",
        type=float,
        default=TIMEOUT,
        help="seconds that ranks wait for each other (default: %(default)g)",
    )
    return parser.parse_args(argv)


def replay(args: argparse.Namespace) -> int:
    try:
        args.device = pick_device(args.device)
        if args.chapter in (None, "ddp") and not distributed.is_torchelastic_launched():
            # Inherited: Ctrl-C is for this process to act on, and the server dies without a word.
            interrupt = signal.signal(signal.SIGINT, signal.SIG_IGN)
            warm_up()
            signal.signal(signal.SIGINT, interrupt)
        print(
            f"pt1h {__version__} on torch {torch.__version__},"
            f" Python {platform.python_version()}, {args.device}"
        )
        for number, (name, chapter) in enumerate(CHAPTERS.items(), 1):
            if args.chapter in (None, name):
                print(f"\n# {number} {name}")
                chapter(args)
    except (ValueError, OSError) as error:
        print(f"pt1h: {error}", file=sys.stderr)
        return 2
    except RankError as error:
        print(f"pt1h: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        stop_server()
        return 130
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Replay the hour, or one chapter. Returns the exit status.

    0: all that was asked for was done. 1: a rank failed. 2: bad input. 130: interrupted.
    Under torchrun rank 0 prints for all, and the process ends here.
    """
    args = parse(argv)
    with contextlib.redirect_stdout(sys.stdout if prints() else None):
        status = replay(args)
    if distributed.is_torchelastic_launched():
        leave(status)
    return status
