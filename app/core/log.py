"""The log: one line of words and fields per event, on standard error and in a file that rotates. Known by the front
door; knows core.paths."""

import contextlib
import logging
import logging.handlers
import sys
from pathlib import Path
from typing import Any

import structlog

LEVELS = ("debug", "info", "warning", "error")
_SECRET_WORDS = ("password", "secret", "token", "authorization", "jwt")


def hide_secrets(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Blank the value of every field whose name speaks of a secret."""
    for name in event:
        if any(word in name.lower() for word in _SECRET_WORDS):
            event[name] = "…"
    return event


class LogFile(logging.handlers.RotatingFileHandler):
    """Five files of 2 MB. One that cannot be written, since the disk is full or it is another user's, is complained of
    once; every line tries again."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=2_000_000, backupCount=4, encoding="utf-8", delay=True)
        self._complained = False

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line, into a folder that somebody may have thrown away meanwhile."""
        if self.stream is None:
            with contextlib.suppress(OSError):
                Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Never a traceback for each line, and never an error for whoever only wanted to log."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            super().handleError(record)
        elif not self._complained:
            self._complained = True
            with contextlib.suppress(OSError, AttributeError):  # a window's program may have no standard error
                sys.stderr.write(f"{self.baseFilename}: {error.strerror or error}\n")


def set_up(*, level: str = "info", folder: Path | None = None, name: str = "fishbowl", aloud: bool = True) -> None:
    """Send log lines to `folder/name.log`, with a folder (5 files of 2 MB), and to standard error.

    One that is not `aloud` writes to the file alone: its standard error is a file that nothing would ever shorten.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        hide_secrets,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            # Plain: the rich formatter prints local variables, and with them secrets.
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ],
    )
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)] if aloud else []
    if folder is not None:
        handlers.append(LogFile(folder / f"{name}.log"))
    root = logging.getLogger()
    root.handlers = handlers
    for handler in handlers:
        handler.setFormatter(formatter)
    root.setLevel(level.upper())
    for noisy in ("aiohttp.access", "asyncio", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
