"""Fishbowl's front door: picks the mode and imports only what that mode needs."""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Run the mode that the arguments name; the exit status."""
    if sys.version_info < (3, 11):  # noqa: UP036 - said in words to whoever starts us with an older one
        print("Fishbowl needs Python 3.11 or newer.", file=sys.stderr)  # noqa: T201
        return 2
    from app import cli

    options = cli.parse(arguments)
    if getattr(options, "watch", False):
        from widgets.watch.front import watch

        return watch(options, arguments)
    if options.mode == "tour":
        from widgets.shell.tour_front import show_tour

        return show_tour(options)
    if options.mode in cli.FACES:
        from widgets.shell.front import show

        return show(options)
    if options.mode == "bench" and options.name in cli.WINDOWED_BENCHES:
        from widgets.shell.benches import run

        return run(options)
    return cli.run(options)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
