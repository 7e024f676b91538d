"""What a rank runs for all specs of this chapter. Ranks import it: it has a name of its own."""

import contextlib
from collections.abc import Callable
from typing import Any


def in_turn(workers: list[Callable[[], Any]]) -> list[Any]:
    """What each worker returns in this rank. What it prints is dropped."""
    with contextlib.redirect_stdout(None):
        return [worker() for worker in workers]
