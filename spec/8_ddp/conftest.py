"""Two ranks for the specs of this chapter."""

from collections.abc import Callable
from typing import Any

import pytest
from one_launch import call_all


@pytest.fixture(autouse=True)
def _ranks_can_connect(loopback: None) -> None:
    pass


@pytest.fixture(scope="session")
def all_results(request: pytest.FixtureRequest) -> dict[Callable[[], Any], list[Any]]:
    """The results of each spec's rank_function() by rank, or nothing if one of them fails."""
    from pt1h.ranks import RankError, launch

    specs = [item for item in request.session.items if isinstance(item, pytest.Function)]
    functions = [spec.module.rank_function for spec in specs if "ranks" in spec.fixturenames]
    try:
        results = launch(call_all, 2, functions)
    except RankError:
        return {}
    return {function: [rank[i] for rank in results] for i, function in enumerate(functions)}


@pytest.fixture
def ranks(request: pytest.FixtureRequest, all_results: dict[Callable[[], Any], Any]) -> Any:
    """The results of the spec's rank_function() on rank 0 and on rank 1.

    Two ranks run the functions of all specs, because starting ranks takes longer than that. If one
    function fails, each spec gets two ranks of its own, so that only one fact fails.
    """
    from pt1h.ranks import launch

    rank_function = request.module.rank_function
    if rank_function in all_results:
        return all_results[rank_function]
    return [results[0] for results in launch(call_all, 2, [rank_function])]
