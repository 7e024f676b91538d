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
from typing import NoReturn

import torch

from pt1h import __version__, hour
from pt1h.ddp import check_shares, train_toy_distributed
from pt1h.device import pick_device
from pt1h.distributed import backend_for, stop_server, warm_up
from pt1h.rank import TIMEOUT, RankError, leave, to_timedelta
from pt1h.torchrun import under_torchrun


def speaks_for_all() -> bool:
    """Whether this process speaks for its group: under torchrun, rank 0 does."""
    return not under_torchrun() or os.environ["RANK"] == "0"


def ddp(args: argparse.Namespace) -> None:
    device = args.device
    backend = backend_for(device, args.nproc)
    print(f"\n{args.nproc} rank{'s' * (args.nproc > 1)}, {backend}, {device}")
    if device.type == "cuda" and backend == "gloo":
        print("nccl takes a GPU for each rank, and a torch that has it: gloo instead")
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
    torchrun = under_torchrun()
    parser = argparse.ArgumentParser("pt1h", description=__doc__)
    parser.add_argument("--version", action="version", version=f"pt1h {__version__}")
    parser.add_argument(
        "chapter",
        nargs=None if torchrun else "?",
        choices=["ddp"] if torchrun else CHAPTERS,
        help="one chapter, not all",
    )
    parser.add_argument(
        "--device", choices=["cpu", "cuda"], help="default: cuda where there is one"
    )
    options = parser.add_argument_group("the ddp chapter", argument_default=argparse.SUPPRESS)
    if not torchrun:  # which says how many, and takes --nproc for its own
        options.add_argument(
            "--nproc", type=int, help="number of processes, the ranks (default: 2)"
        )
    options.add_argument(
        "--records", type=int, help="train on that many, drawn around the document's five"
    )
    options.add_argument(
        "--drop-last", action="store_true", help="leave out what does not fill a batch in each rank"
    )
    options.add_argument(
        "--checkpoint",
        type=Path,
        help="go on from this file where there is one, and write it after each epoch",
    )
    options.add_argument(
        "--timeout",
        type=float,
        help=f"seconds that ranks wait for each other (default: {TIMEOUT:g})",
    )
    try:
        args = parser.parse_args(argv)
    except SystemExit:
        print(end="", flush=True)
        raise
    given = sorted(vars(args).keys() - {"chapter", "device"})
    if given and args.chapter not in (None, "ddp"):
        parser.error(f"--{given[0].replace('_', '-')} is an option of the ddp chapter")
    unless_given = {"records": None, "drop_last": False, "checkpoint": None, "timeout": TIMEOUT}
    unless_given["nproc"] = int(os.environ["WORLD_SIZE"]) if torchrun else 2
    return argparse.Namespace(**unless_given | vars(args))


def replay(args: argparse.Namespace) -> None:
    args.device = pick_device(args.device)
    if args.chapter in (None, "ddp"):
        check_shares(args.nproc, args.records, args.drop_last)
        to_timedelta(args.timeout)
        if not under_torchrun():
            # Inherited: Ctrl-C is for this process to act on, and the server dies without a word.
            interrupt = signal.signal(signal.SIGINT, signal.SIG_IGN)
            with contextlib.suppress(OSError):  # launch() tells, after the chapters before it
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
    print(end="", flush=True)


SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def end(number: int, _frame: object) -> NoReturn:
    """Ctrl-C, kill, or a terminal that is closed: what was started is stopped on the way out."""
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)  # it may be pressed twice
    stop_server()
    raise SystemExit(128 + number)


def main(argv: Sequence[str] | None = None) -> int:
    """Replay the hour, or one chapter. Returns the exit status.

    0: all that was asked for was done. 1: a rank failed, or the output cannot be written. 2: bad
    input. 128 and a signal's number: ended by that, as a shell says it.
    Under torchrun, which ends its ranks itself, rank 0 prints for all, and the process ends here.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:  # closed: what is opened next would take its number, and what is said there
            os.dup2(os.open(os.devnull, os.O_RDWR), number)
            os.set_inheritable(number, True)
    status = 0
    as_they_were = {each: signal.getsignal(each) for each in SIGNALS}
    try:
        for each, handler in as_they_were.items():
            if handler != signal.SIG_IGN and not under_torchrun():  # nohup has it ignored
                signal.signal(each, end)
        with contextlib.redirect_stdout(sys.stdout if speaks_for_all() else None):
            replay(parse(argv))
    except BrokenPipeError:
        status = 128 + signal.SIGPIPE  # the reader has read enough
    except (ValueError, OSError, RankError) as error:
        print(f"pt1h: {error}", file=sys.stderr)
        status = 2 if isinstance(error, ValueError) else 1
    finally:
        for each, handler in as_they_were.items():
            if signal.getsignal(each) == end:
                signal.signal(each, handler)
    try:
        print(end="", flush=True)
    except OSError:  # the interpreter would try once more as it ends, and complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if under_torchrun():
        leave(status)
    return status
