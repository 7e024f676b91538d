"""Two ranks for all specs of this chapter."""

from collections.abc import Callable
from typing import Any

import pytest
from in_turn import in_turn


@pytest.fixture(scope="session")
def all_ranks(request: pytest.FixtureRequest) -> dict[Callable[[], Any], list[Any]]:
    from pt1h.distributed import launch

    functions = [item for item in request.session.items if isinstance(item, pytest.Function)]
    workers = [fact.module.worker for fact in functions if "ranks" in fact.fixturenames]
    return dict(zip(workers, zip(*launch(in_turn, 2, workers), strict=True), strict=True))


@pytest.fixture
def ranks(request: pytest.FixtureRequest, all_ranks: dict[Callable[[], Any], Any]) -> Any:
    """What the spec's worker() returns in each of two ranks.

    The ranks are started once and serve all specs: to start them takes longer than a worker.
    """
    results = all_ranks[request.module.worker]
    for result in results:
        if isinstance(result, Exception):
            raise result
    return results
