"""The commands of bootstrap.py. Known by bootstrap.py; knows setup_layout and setup_stamp, and the rest only when
there is something to set up, so that a second start takes no time."""

import os
import sys
from typing import NoReturn

import setup_stamp
from setup_layout import Layout, here
from setup_trouble import Trouble

USAGE = """\
usage: python3 installer/bootstrap.py COMMAND

  demo [ARGUMENTS]        set up what is missing, then open wall and desk on a live replay
  run [--] ARGUMENTS      set up what is missing, then run  main.py ARGUMENTS
  test [-- ARGUMENTS]     set up what is missing, then run every check; ARGUMENTS go to pytest
  setup [--test] [--new]  only set up; --test also for the tests, --new makes the environment from nothing

The first start needs the network and some minutes; later starts need neither. Details are kept in build/setup.log.
"""
FAILED = 1
MISUSED = 2
INTERRUPTED = 130


def start(arguments: list[str]) -> int:
    """Do what the arguments say; returns the exit status. What a user can mend is said in a sentence."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    layout = here()
    try:
        return _obey(layout, arguments)
    except Trouble as trouble:
        return _tell(layout, trouble)
    except KeyboardInterrupt:
        print("\nInterrupted. Start again, and it goes on where it can.", file=sys.stderr)
        return INTERRUPTED
    except Exception as error:
        return _confess(layout, error)


def _obey(layout: Layout, arguments: list[str]) -> int:
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    behind = rest[1:] if rest[:1] == ["--"] else rest
    if command == "demo":
        _prepare(layout, for_test=False)
        _hand_over(layout, ["demo", *rest])
    if command == "run":
        _prepare(layout, for_test=False)
        _hand_over(layout, behind)
    if command == "test":
        _prepare(layout, for_test=True)
        return _check(layout, behind)
    if command == "setup" and set(rest) <= {"--test", "--new"}:
        _prepare(layout, for_test="--test" in rest, anew="--new" in rest, say_when_done=True)
        return 0
    asked = command in ("-h", "--help", "help")
    print(USAGE, end="", file=sys.stdout if asked else sys.stderr)
    return 0 if asked else MISUSED


def _prepare(layout: Layout, *, for_test: bool, anew: bool = False, say_when_done: bool = False) -> None:
    """Set up what is missing; returns at once when nothing is."""
    if anew or not _is_ready(layout, for_test=for_test):
        _set_up(layout, for_test=for_test, anew=anew)
    if say_when_done:
        print("Everything is set up.")


def _is_ready(layout: Layout, *, for_test: bool) -> bool:
    try:
        want = setup_stamp.wanted(layout, for_test=for_test)
    except OSError as error:
        raise Trouble(f"This copy of Fishbowl is not complete: {error.filename} cannot be read.") from error
    return layout.python.exists() and setup_stamp.covers(setup_stamp.read(layout), want)


def _set_up(layout: Layout, *, for_test: bool, anew: bool) -> None:
    from setup_commands import Commands
    from setup_latch import latch
    from setup_machine import check_writable
    from setup_progress import Progress
    from setup_steps import STEPS, Setup

    check_writable(layout.root)
    progress = Progress(STEPS, layout.log)
    with latch(layout.latch, waiting=lambda: progress.say("Another start is setting things up; waiting for it …")):
        if anew or not _is_ready(layout, for_test=for_test):
            progress.say(f"Setting up Fishbowl in {layout.root} (once; some minutes).")
            Setup(layout, progress, Commands(progress), for_test=for_test).run(anew=anew)


def _hand_over(layout: Layout, arguments: list[str]) -> NoReturn:
    """Become the program, or on Windows its parent."""
    if not layout.program.exists():
        raise Trouble(f"This copy of Fishbowl is not complete: {layout.program} is missing.")
    command = [str(layout.python), str(layout.program), *arguments]
    sys.stdout.flush()
    sys.stderr.flush()
    if sys.platform == "win32":
        import subprocess

        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


def _check(layout: Layout, arguments: list[str]) -> int:
    from setup_checks import Checks

    return Checks(layout).run(arguments)


def _tell(layout: Layout, trouble: Trouble) -> int:
    print(f"\n{trouble.sentence}", file=sys.stderr)
    if trouble.line:
        print(f"  {trouble.line}", file=sys.stderr)
    if os.access(layout.log, os.W_OK):
        print(f"Details: {layout.log}", file=sys.stderr)
    return FAILED


def _confess(layout: Layout, error: Exception) -> int:
    """A fault of the installer itself: the traceback goes to the log, a sentence to the user."""
    import traceback

    from setup_progress import Progress

    Progress(0, layout.log).record("".join(traceback.format_exception(error)))
    return _tell(layout, Trouble(f"The installer came upon something unforeseen: {type(error).__name__}: {error}"))
