"""Run the rank functions of all specs on one rank. It is a module because ranks import it."""

import contextlib
from collections.abc import Callable
from typing import Any


def call_all(rank_functions: list[Callable[[], Any]]) -> list[Any]:
    """Return the result of each function on this rank, and drop its output."""
    with contextlib.redirect_stdout(None):
        return [rank_function() for rank_function in rank_functions]
