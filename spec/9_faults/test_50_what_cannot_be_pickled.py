"""Ranks: a function or an argument that cannot be pickled is refused, and the function is named.

See torch.multiprocessing.
"""

import threading
from functools import partial

import pytest

from pt1h.distributed import launch

pytestmark = pytest.mark.faults

LOCK = threading.Lock()


@pytest.mark.parametrize(
    ("function", "args", "name"),
    [(lambda: 42, (), "<lambda>"), (print, (LOCK,), "print"), (partial(print, LOCK), (), "functo")],
)
def test_what_cannot_be_pickled(function, args, name):
    sentence = f"^no rank can be told of {name}.*: use what can be pickled$"
    with pytest.raises(ValueError, match=sentence):
        launch(function, 2, *args)
