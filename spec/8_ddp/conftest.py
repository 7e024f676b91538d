"""Two ranks for all specs of this chapter."""

from collections.abc import Callable
from typing import Any

import pytest
from in_turn import in_turn


@pytest.fixture(autouse=True)
def _ranks_can_meet(loopback: None) -> None:
    pass


@pytest.fixture(scope="session")
def all_ranks(request: pytest.FixtureRequest) -> dict[Callable[[], Any], Any]:
    from pt1h.distributed import launch
    from pt1h.rank import RankError

    functions = [item for item in request.session.items if isinstance(item, pytest.Function)]
    workers = [fact.module.worker for fact in functions if "ranks" in fact.fixturenames]
    try:
        return dict(zip(workers, zip(*launch(in_turn, 2, workers), strict=True), strict=True))
    except RankError:
        return {}


@pytest.fixture
def ranks(request: pytest.FixtureRequest, all_ranks: dict[Callable[[], Any], Any]) -> Any:
    """What the spec's worker() returns in each of two ranks.

    The ranks are started once and serve all specs: to start them takes longer than a worker.
    Where one fails, each spec has ranks of its own, so that the failure is of one fact alone.
    """
    from pt1h.distributed import launch

    worker = request.module.worker
    if worker in all_ranks:
        return all_ranks[worker]
    return [result for (result,) in launch(in_turn, 2, [worker])]
