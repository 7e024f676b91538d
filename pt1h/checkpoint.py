"""Save a network's state_dict, and load it again."""

import contextlib
import io
import os
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import torch


def save(model: torch.nn.Module, path: str | os.PathLike[str]) -> None:
    """Save the state_dict atomically. Raises OSError if the file cannot be written."""
    write(model.state_dict(), path)


def load(model: torch.nn.Module, path: str | os.PathLike[str]) -> Any:
    """Load a state_dict that save() wrote into the model, which stays on its device.

    Returns the result of load_state_dict(). Raises OSError if the file cannot be read. Raises
    ValueError, with the model unchanged, if the file holds no state_dict that fits the model.
    """
    return load_state(model, read(path), path)


def write(state: dict[str, Any], path: str | os.PathLike[str]) -> None:
    """Write tensors, numbers and strings. The file always holds either the old state or the new."""
    path = Path(path).resolve()  # Replace the target of a symlink, and keep the link.
    buffer = io.BytesIO()
    torch.save(state, buffer)
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    try:
        with partial.open("wb") as file:
            file.write(buffer.getbuffer())
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, partial)
        partial.replace(path)
    except OSError as error:
        reason = f"{error.strerror}: choose a writable folder with enough free space"
        raise type(error)(f"cannot write checkpoint {path}: {reason}") from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink()


def read(path: str | os.PathLike[str]) -> dict[str, Any]:
    """Return the dictionary that write() wrote, on the CPU. Raises the same errors as load()."""
    data = io.BytesIO(Path(path).read_bytes())
    try:
        state = torch.load(data, map_location="cpu", weights_only=True)
        if zipfile.is_zipfile(data):
            with zipfile.ZipFile(data) as archive:
                for record in archive.infolist():
                    if record.CRC:  # It is 0 if torch wrote no CRC.
                        archive.read(record)  # This verifies the CRC, which torch does not.
    except Exception as error:  # The type depends on what is damaged.
        if name := re.search(r"GLOBAL (\S+)", str(error)):
            reason = f"it contains pickled code, {name[1]}: save only tensors, numbers and strings"
        else:
            reason = "it is damaged, truncated or not a checkpoint: use a different file"
        raise ValueError(f"cannot load checkpoint {path}: {reason}") from None
    if not isinstance(state, dict):
        reason = f"it holds an object of type {type(state).__name__}: save a state_dict"
        raise ValueError(f"cannot load checkpoint {path}: {reason}")
    return state


def load_state(model: torch.nn.Module, state: dict[str, Any], path: str | os.PathLike[str]) -> Any:
    """Load a state_dict into the model, or raise ValueError before anything is copied."""
    expected = {name: tuple(tensor.shape) for name, tensor in model.state_dict().items()}
    found = {name: tuple(getattr(tensor, "shape", ())) for name, tensor in state.items()}
    # Check first, because load_state_dict() would copy the tensors that match before it raises.
    for name in found | expected:
        if expected.get(name) != found.get(name):
            remedy = "build the network that was saved"
            if str(name).startswith(("module.", "_orig_mod.")):  # DDP and compile() add these.
                remedy = "remove the wrapper's prefix from the names"
            saved, own = found.get(name, "missing"), expected.get(name, "missing")
            shapes = f"{name} is {saved} in the file, {own} in the model"
            raise ValueError(f"cannot load checkpoint {path}: {shapes}: {remedy}")
    return model.load_state_dict(state)
