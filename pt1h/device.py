"""The device on which data resides and is computed: the CPU, or a GPU through CUDA."""

import os

import torch


def pick_device(name: str | None = None) -> torch.device:
    """Return the named device, or by default CUDA if it is available, otherwise the CPU.

    Raises ValueError if the name is cuda and CUDA is not available.
    """
    if name is None:
        name = "cuda" if torch.cuda.is_available() else "cpu"
    if name == "cuda" and not torch.cuda.is_available():
        raise ValueError(f"no device cuda ({what_torch_sees()}): use --device cpu")
    return torch.device(name)


def find_gpus() -> tuple[list[str], str]:
    """Return the names of the GPUs that torch can use, and its own reason if it can use none."""
    try:
        torch.cuda.init()
    except Exception as error:  # The type depends on whether CUDA, a driver or a GPU is missing.
        return [], str(error).strip().partition("\n")[0]
    return [torch.cuda.get_device_name(gpu) for gpu in range(torch.cuda.device_count())], ""


def what_torch_sees() -> str:
    """Return one line with the build of torch, and the GPUs that it can use or why it has none."""
    toolkits = {"CUDA": torch.version.cuda, "ROCm": torch.version.hip}
    built_for = [f"{name} {version}" for name, version in toolkits.items() if version]
    visible = os.environ.get("CUDA_VISIBLE_DEVICES")
    names, reason = find_gpus()
    return (
        f"torch {torch.__version__}, built for {built_for[0] if built_for else 'the CPU'}, sees"
        + f" {len(names) or 'no'} GPU{'s' * (len(names) > 1)}"
        + f" with CUDA_VISIBLE_DEVICES={visible!r}" * (visible is not None)
        + "".join(f": {why}" for why in (", ".join(names), reason) if why)
    )
