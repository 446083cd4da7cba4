"""What a station does with a bug: write it down and go on where that is sane. Known by shell.application; knows core.

An error in a slot or a task ends that slot or task only; a wall must not go dark because one panel stumbled. A crash
in C is written to standard error by faulthandler.
"""

import asyncio
import faulthandler
import sys
from types import TracebackType
from typing import Any

import structlog
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

log = structlog.get_logger(__name__)

_QT_NOISE = ("propagateSizeHints", "This plugin does not support", "OpenType support missing")
"""What Qt says of calls that mean nothing offscreen, and while it looks for the font that has a character."""


def write_bugs_down() -> None:
    """From now on nothing that goes wrong goes unwritten, whether Python, Qt or C saw it."""
    if sys.stderr is not None:
        faulthandler.enable()
    sys.excepthook = _uncaught
    sys.unraisablehook = _unraisable
    qInstallMessageHandler(_qt_message)


def loop_error(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Exception handler of the loop: the task that failed has ended, the others go on."""
    log.error("error in the loop", what=context.get("message", ""), exc_info=context.get("exception"))


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    log.error("uncaught error", exc_info=(kind, error, trace))


def _unraisable(unraisable: Any) -> None:
    log.error("error where nobody could catch it", where=repr(unraisable.object), exc_info=unraisable.exc_value)


def _qt_message(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    if message.startswith(_QT_NOISE):
        return
    if kind in {QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg, QtMsgType.QtSystemMsg}:
        log.error("qt", message=message)
    elif kind is QtMsgType.QtWarningMsg:
        log.warning("qt", message=message)
    else:
        log.debug("qt", message=message)
