"""Replay the notebook, cell by cell, with the installed torch."""

import argparse
import contextlib
import os
import platform
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

import torch

from pt1h import __version__, hour
from pt1h.data import toy_records
from pt1h.ddp import train_replica
from pt1h.device import pick_device
from pt1h.ranks import RankError, backend_for, launch, leave, under_torchrun, warm_up


def ddp(args: argparse.Namespace) -> None:
    backend = backend_for(args.device, args.nproc)
    print(f"\n{args.nproc} rank{'' if args.nproc == 1 else 's'}, {backend}, {args.device}")
    settings = args.device, args.records, args.checkpoint
    replicas = launch(train_replica, args.nproc, *settings, backend=backend)
    if replicas[0].resumed_after:
        print(f"[RESUMED] {args.checkpoint} was written after epoch {replicas[0].resumed_after}")
    for replica in replicas:
        print(*replica.lines, sep="\n")
    correct, total = replicas[0].counts
    print(f"[TRAIN ACCURACY] {correct / total * 100}% ({correct} of {total} records)")


CHAPTERS: dict[str, Callable[[argparse.Namespace], None]] = {
    "tensors": lambda _: hour.tensors(),
    "autograd": lambda _: hour.autograd(),
    "network": lambda _: hour.network(),
    "dataloader": lambda _: hour.dataloader(),
    "training": lambda _: hour.training(),
    "checkpoint": lambda _: hour.checkpoint(),
    "gpu": lambda args: hour.gpu(args.device),
    "ddp": ddp,
}


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("pt1h", description=__doc__)
    parser.add_argument("--version", action="version", version=f"pt1h {__version__}")
    parser.add_argument("chapter", nargs="?", choices=CHAPTERS, help="one chapter (default: all)")
    device = "device of the gpu and ddp chapters (default: cuda if available, otherwise cpu)"
    parser.add_argument("--device", choices=["cpu", "cuda"], help=device)
    ddp = parser.add_argument_group("the ddp chapter")
    ddp.add_argument("--nproc", type=int, default=2, help="number of ranks (default: 2)")
    ddp.add_argument("--records", type=int, help="train on this many records instead of five")
    resume = "resume from this file if it exists, and save to it after each epoch"
    ddp.add_argument("--checkpoint", type=Path, metavar="FILE", help=resume)
    args = parser.parse_args(argv)
    if under_torchrun():
        if args.chapter != "ddp":
            parser.error("torchrun can only run the ddp chapter: use torchrun -m pt1h ddp")
        args.nproc = int(os.environ["WORLD_SIZE"])
    return args


def replay(args: argparse.Namespace) -> None:
    args.device = pick_device(args.device)
    if args.chapter in (None, "ddp"):
        total = len(toy_records(args.records)[1])
        if not 1 <= args.nproc <= total:
            why = "at least one training record per rank"
            raise ValueError(f"--nproc must be 1 to {total} ({why}), got {args.nproc}")
        if not under_torchrun():
            warm_up()
    versions = f"torch {torch.__version__}, Python {platform.python_version()}"
    print(f"pt1h {__version__} on {versions}, {args.device}")
    for number, (name, chapter) in enumerate(CHAPTERS.items(), 1):
        if args.chapter in (None, name):
            print(f"\n# {number} {name}")
            chapter(args)


SIGNALS = [each for each in signal.Signals if each.name in ("SIGINT", "SIGTERM", "SIGHUP")]


def exit_on_signal(number: int, _frame: object) -> NoReturn:
    """Raise SystemExit, so that launch() ends the ranks, and ignore further signals."""
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(128 + number)


def main(argv: Sequence[str] | None = None) -> int:
    """Replay the notebook, or one chapter of it, and return the exit status.

    It is 0 for success, 1 if a rank failed or the output cannot be written, 2 for bad input, and
    141 if the reader closed the pipe. A signal raises SystemExit with 128 plus its number. Under
    torchrun, only rank 0 prints, and this process exits here.
    """
    status = 0
    handlers = {each: signal.getsignal(each) for each in SIGNALS}
    try:
        for each, handler in handlers.items():
            if handler != signal.SIG_IGN and not under_torchrun():  # Respect nohup.
                signal.signal(each, exit_on_signal)
        prints = not under_torchrun() or os.environ["RANK"] == "0"
        with contextlib.redirect_stdout(sys.stdout if prints else None):
            replay(parse(argv))
            print(end="", flush=True)
    except BrokenPipeError:
        status = 141  # 128 + SIGPIPE: the reader closed the pipe
    except (ValueError, OSError, RankError) as error:
        print(f"pt1h: {error}", file=sys.stderr)
        status = 2 if isinstance(error, ValueError) else 1
    finally:
        for each, handler in handlers.items():
            if signal.getsignal(each) == exit_on_signal:
                signal.signal(each, handler)
    try:
        print(end="", flush=True)
    except OSError:  # Otherwise Python would flush again at exit and fail.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if under_torchrun():
        leave(status)
    return status
