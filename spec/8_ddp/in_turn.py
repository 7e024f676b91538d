"""What a rank runs for all specs of this chapter. Ranks import it: it has a name of its own."""

import contextlib
import io
from collections.abc import Callable
from typing import Any


def in_turn(workers: list[Callable[[], Any]]) -> list[Any]:
    """What each worker returns, or raises, in this rank. What it prints is dropped."""
    results = []
    for worker in workers:
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                results.append(worker())
        except Exception as error:
            results.append(error)
    return results
