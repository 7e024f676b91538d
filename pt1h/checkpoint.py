"""Save a network's state_dict, and load it again."""

import contextlib
import errno
import io
import os
import shutil
from pathlib import Path
from typing import Any

import torch


def save(model: torch.nn.Module, path: str | os.PathLike[str]) -> None:
    """Write the state_dict at once: whatever happens, the file holds the old state or the new.

    Raises OSError where the file cannot be written.
    """
    write(model.state_dict(), path)


def load(model: torch.nn.Module, path: str | os.PathLike[str]) -> Any:
    """Load the state_dict that save() wrote, onto the model's own device.

    Returns what load_state_dict returns. Raises OSError where the file cannot be read, and
    ValueError, with the model as it was, for what is not a state_dict of such a network.
    """
    return load_state(model, read(path), path)


def write(state: dict[str, Any], path: str | os.PathLike[str]) -> None:
    """Write a dictionary of tensors, numbers and strings as save() does."""
    path = Path(path).resolve()  # where it is a link, the file that it leads to
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
        remedy = "in a folder that is writable and has room"
        if error.errno == errno.ENAMETOOLONG:
            remedy = "of a shorter name"
        raise type(error)(
            f"cannot write checkpoint {path}: {error.strerror}: give a file {remedy}"
        ) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink()


def read(path: str | os.PathLike[str]) -> dict[str, Any]:
    """The dictionary that write() wrote, on the CPU. Raises as load() does."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        remedy = "save one there first" if error.errno == errno.ENOENT else "name a readable file"
        raise type(error)(f"cannot read checkpoint {path}: {error.strerror}: {remedy}") from None
    try:
        state = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    except Exception as error:  # a damaged file makes torch raise anything, ValueError to EOFError
        if "Unsupported global" in str(error):
            raise ValueError(f"checkpoint {path} carries code and is refused: {error}") from None
        raise ValueError(
            f"checkpoint {path} is cut short or no checkpoint: save it again"
        ) from None
    if not isinstance(state, dict):
        raise ValueError(
            f"checkpoint {path} holds a {type(state).__name__}, not a state_dict: save one there"
        )
    return state


def load_state(model: torch.nn.Module, state: dict[str, Any], path: str | os.PathLike[str]) -> Any:
    """Load a state_dict that was read from path, all of it or nothing."""
    expected = {name: tuple(tensor.shape) for name, tensor in model.state_dict().items()}
    found = {name: tuple(getattr(tensor, "shape", ())) for name, tensor in state.items()}
    # load_state_dict would copy what fits before it complained of the rest.
    for name in expected | found:
        if expected.get(name) != found.get(name):
            raise ValueError(
                f"checkpoint {path} is of another network: {name} is"
                f" {found.get(name, 'missing')} in it and {expected.get(name, 'missing')} in the"
                " model: build the network that was saved"
            )
    return model.load_state_dict(state)
