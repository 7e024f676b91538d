"""The hour, replayed on the torch of this machine, in the document's order."""

import argparse
import contextlib
import os
import platform
import signal
import sys
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path

import torch
from torch import distributed

from pt1h import __version__, hour
from pt1h.ddp import train_toy_distributed
from pt1h.device import pick_device
from pt1h.distributed import TIMEOUT, RankError, backend_for, leave, stop_server, warm_up


def speaks_for_all() -> bool:
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
    if args.records is not None and first.seconds and speaks_for_all():
        # Not with the rest, which is the same in every run.
        print("[SECONDS]", *(f"{s:.2f}" for s in first.seconds), "per epoch", file=sys.stderr)


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
    with contextlib.redirect_stdout(sys.stdout if speaks_for_all() else None):
        status = replay(args)
    if distributed.is_torchelastic_launched():
        leave(status)
    return status
