"""Report on which device a rank trains. It is a module because ranks import it."""

from typing import Any

import one_launch  # noqa: F401 - it imports the tested definitions in a spawned rank

from pt1h import ddp
from pt1h.training import iter_steps


def train_and_report(*settings: Any) -> tuple[Any, set[str]]:
    """Return the result of train_replica(), and the devices of its losses."""
    devices: set[str] = set()

    def record_devices(*args: Any, **options: Any) -> Any:
        for step in iter_steps(*args, **options):
            devices.add(str(step.loss.device))
            yield step

    ddp.iter_steps = record_devices
    return ddp.train_replica(*settings), devices
