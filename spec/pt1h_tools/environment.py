"""The environment of the commands that specs start, without what a shell may have in it."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Of pytest, of colors, of interactive Python, of a torchrun or a cluster, and of a GPU scheduler.
DROPPED = {
    *("PYTEST_ADDOPTS", "FORCE_COLOR", "PYTHON_COLORS", "CLICOLOR_FORCE", "PYTHONSTARTUP"),
    *("RANK", "LOCAL_RANK", "GROUP_RANK", "ROLE_RANK", "WORLD_SIZE", "LOCAL_WORLD_SIZE"),
    *("GROUP_WORLD_SIZE", "ROLE_WORLD_SIZE", "ROLE_NAME", "MASTER_ADDR", "MASTER_PORT"),
    *("GLOO_SOCKET_IFNAME", "CUDA_VISIBLE_DEVICES"),
}


def own_environment(**variables: str) -> dict[str, str]:
    """Return an environment in which python finds pt1h, with these variables."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in DROPPED and not name.startswith(("TORCHELASTIC_", "PET_"))
    }
    path = os.pathsep.join(filter(None, [str(ROOT), kept.get("PYTHONPATH")]))
    return kept | {"PYTHONPATH": path} | variables
