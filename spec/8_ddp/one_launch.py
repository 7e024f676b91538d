"""Run the rank functions of all specs on one rank. It is a module because ranks import it."""

import contextlib
import multiprocessing
import os
from collections.abc import Callable
from typing import Any

if multiprocessing.parent_process() and "PT1H_IMPLEMENTATION" in os.environ:
    # A spawned rank imports the tested definitions before the specs that use them.
    import implementation  # type: ignore[import-not-found]  # noqa: F401


def call_all(rank_functions: list[Callable[[], Any]]) -> list[Any]:
    """Return the result of each function on this rank, and drop its output."""
    with contextlib.redirect_stdout(None):
        return [rank_function() for rank_function in rank_functions]
