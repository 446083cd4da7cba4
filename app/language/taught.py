"""The model that an installation taught: where it stands beside the shipped one, when it is used, and the way back.
Known by understander and the command line; knows model.
"""

from pathlib import Path

import msgspec
from msgspec import Struct

from app.core.errors import BadInput
from app.core.i18n import _
from app.language.model import FORMAT, ModelFile, model_path, read_model, write_model


class Mark(Struct, frozen=True):
    """What tells model files apart, read without the weights."""

    format: int
    version: str
    base: str = ""


def model_in_use(taught: Path) -> Path:
    """The model to understand posts with: the taught one, or the shipped one where there is none, it is damaged, or it
    was taught from a model that another version of the program shipped."""
    try:
        mark = msgspec.msgpack.decode(taught.read_bytes(), type=Mark)
        shipped = msgspec.msgpack.decode(model_path().read_bytes(), type=Mark)
    except (OSError, msgspec.MsgspecError):
        return model_path()
    return taught if (mark.format, mark.base) == (FORMAT, shipped.version) else model_path()


def begin_from_shipped(path: Path) -> None:
    """Put the shipped model at `path` unless a model stands there that was taught from it."""
    if model_in_use(path) == path:
        return
    shipped = read_model()
    path.parent.mkdir(parents=True, exist_ok=True)
    write_model(msgspec.structs.replace(shipped, base=shipped.version), path)
    path.with_suffix(".previous").unlink(missing_ok=True)


def go_back(path: Path) -> ModelFile:
    """Let the model that the one at `path` replaced take its place again; the two change places.

    Raises:
        BadInput: there is none.
    """
    previous = path.with_suffix(".previous")
    if not previous.exists():
        raise BadInput(_("There is no earlier model to go back to."))
    content = read_model(previous)
    newer = path.read_bytes()
    write_model(content, path)
    previous.write_bytes(newer)
    return content
