"""Where ranks did their work. They import this: it has a name of its own."""

from typing import Any

import torch
from torch import distributed

from pt1h import ddp
from pt1h.training import iter_steps


def train_and_tell(*settings: Any) -> tuple[Any, set[str], str | None, int | None]:
    """What train_replica() returns, the devices of its losses, its backend, the memory it took.

    A GPU that is only played, by a stand-in, has neither: None.
    """
    devices = set()

    def noting(*args: Any, **options: Any) -> Any:
        for step in iter_steps(*args, **options):
            devices.add(str(step.loss.device))
            yield step

    ddp.iter_steps = noting  # type: ignore[assignment]
    replica = ddp.train_replica(*settings)
    if not torch.cuda.is_initialized():
        return replica, devices, None, None
    return replica, devices, distributed.get_backend(), torch.cuda.max_memory_allocated()
