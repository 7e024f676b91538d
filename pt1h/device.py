"""The device on which data resides and is computed: the CPU, or a GPU through CUDA."""

import os

import torch


def pick_device(name: str | None = None) -> torch.device:
    """Return the device, by default CUDA if available. Raises ValueError for cuda without CUDA."""
    available = torch.cuda.is_available()
    if name == "cuda" and not available:
        raise ValueError(f"cannot use device cuda ({what_torch_sees()}): use --device cpu")
    return torch.device(name or ("cuda" if available else "cpu"))


def find_gpus() -> tuple[list[str], str]:
    """Return the names of the GPUs that torch counts, and torch's reason if there are none."""
    try:
        torch.cuda.init()
    except Exception as error:  # The type depends on whether CUDA, a driver or a GPU is missing.
        return [], str(error).strip().partition("\n")[0]
    names = []
    for gpu in range(torch.cuda.device_count()):
        try:
            names.append(torch.cuda.get_device_name(gpu))
        except Exception as error:  # torch may count a GPU that it cannot use, as with MIG
            names.append(f"cuda:{gpu} without a name ({error})")
    return names, ""


def what_torch_sees() -> str:
    """Return one line with the build of torch, and the GPUs that it counts or why it has none."""
    toolkits = {"CUDA": torch.version.cuda, "ROCm": torch.version.hip}
    built_for = [f"{name} {version}" for name, version in toolkits.items() if version]
    names, reason = find_gpus()
    line = f"torch {torch.__version__}, built for {', '.join(built_for) or 'the CPU'}, sees"
    line += f" {len(names) or 'no'} GPU{'s' if len(names) > 1 else ''}"
    if "CUDA_VISIBLE_DEVICES" in os.environ:
        line += f" with CUDA_VISIBLE_DEVICES={os.environ['CUDA_VISIBLE_DEVICES']!r}"
    return ": ".join(filter(None, [line, ", ".join(names), reason]))
