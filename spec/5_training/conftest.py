"""A fixture for an output that depends on the version of torch."""

from collections.abc import Callable

import pytest


@pytest.fixture
def record_form(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """record_form(form) adds the form of the output to the report, where compare.py reads it.

    record_property() would do the same, but warns under pytest's default junit_family.
    """
    return lambda form: request.node.user_properties.append(("form", form))
