"""Opens another desk of this program beside the one that is open. Known by the front door; knows core."""

import argparse
import subprocess
import sys

from app.core.errors import Unavailable
from app.core.i18n import _
from app.core.paths import resources

MAIN = resources().parent / "main.py"


def start_desk(options: argparse.Namespace, *, demo: bool) -> None:
    """A desk on this machine's own hub, with `demo` on the invented company. Raises Unavailable if it cannot start."""
    command = [sys.executable, str(MAIN), "agent"]
    if demo:
        command.append("--demo")
    if options.data:
        command += ["--data", str(options.data)]
    if options.language:
        command += ["--language", options.language]
    try:
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise Unavailable(
            _("The other desk could not be started: {reason}.").format(reason=error.strerror or error),
            hint=_("Start it yourself: main.py demo, or main.py agent for your own accounts."),
        ) from error
