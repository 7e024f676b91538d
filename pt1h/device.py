"""Where computation occurs and data resides: the CPU, or a GPU through CUDA."""

import torch


def pick_device(name: str | None = None) -> torch.device:
    """The device of that name, or without one CUDA where there is one, else the CPU.

    Raises ValueError where CUDA is asked for and cannot be had.
    """
    if name is None:
        name = "cuda" if torch.cuda.is_available() else "cpu"
    if name == "cuda" and not torch.cuda.is_available():
        raise ValueError(f"no device cuda ({what_torch_sees()}): use --device cpu")
    return torch.device(name)


def what_torch_sees() -> str:
    """One line on CUDA here: what torch was built for, the driver, the number of devices."""
    build = f"CUDA {torch.version.cuda}" if torch.version.cuda else "no CUDA"
    try:
        torch.cuda.init()
        driver = "a driver"
    except (AssertionError, RuntimeError):  # torch built without CUDA, or with no driver to talk to
        driver = "no driver"
    return (
        f"torch {torch.__version__} is built for {build},"
        f" finds {driver} and {torch.cuda.device_count()} devices"
    )
