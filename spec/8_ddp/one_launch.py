"""What a rank runs for all specs of this chapter. It is a module because ranks import it."""

import contextlib
from collections.abc import Callable
from typing import Any


def call_all(rank_functions: list[Callable[[], Any]]) -> list[Any]:
    """Return what each function returns on this rank. What it prints is dropped."""
    with contextlib.redirect_stdout(None):
        return [rank_function() for rank_function in rank_functions]
