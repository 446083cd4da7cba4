"""The command line: one parser for every mode and command. Known by main.py; imports only what the chosen one needs."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from app import __version__
from app.core import log
from app.core.errors import FishbowlError
from app.core.i18n import _, speak

FACES = ("wall", "agent", "tour", "demo")
"""Modes that open windows; main.py hands them to the widgets."""

THEMES = ("dark", "light", "dark-high-contrast", "light-high-contrast")

WINDOWED_BENCHES = ("jitter", "queue", "soak", "start", "wall")
"""Benchmarks that open windows; main.py hands them to the widgets."""

COMMANDS = {
    "hub": "app.commands.hub",
    "doctor": "app.commands.doctor",
    "account": "app.commands.account",
    "topic": "app.commands.topic",
    "token": "app.commands.token",
    "screen": "app.commands.screen",
    "audit": "app.commands.audit",
    "import": "app.commands.transfer",
    "export": "app.commands.transfer",
    "classify": "app.commands.text",
    "detect": "app.commands.text",
    "train": "app.commands.train",
    "bench": "app.commands.bench",
}


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The chosen mode and its options; exits with a message for anything else, as argparse does.

    From here on the program speaks the language that the arguments, FISHBOWL_LANGUAGE or the system name.
    """
    speak(_asked_language(arguments), os.environ.get("FISHBOWL_LANGUAGE", ""))
    parser = argparse.ArgumentParser(
        prog="main.py", description=_("Fishbowl: a social media command center for the desktop.")
    )
    parser.add_argument("--version", action="version", version=f"Fishbowl {__version__}")
    modes = parser.add_subparsers(dest="mode", required=True, metavar=_("MODE"))
    _faces(modes)
    _hub(modes)
    _setup(modes)
    _text(modes)
    _bench(modes)
    return parser.parse_args(arguments)


def run(options: argparse.Namespace) -> int:
    """Run a command; the exit status. What a user can mend is one sentence on standard error, never a traceback."""
    command = import_module(COMMANDS[options.mode])
    log.set_up(level=options.log if getattr(options, "log", "") else "error")
    try:
        return int(command.run(options))
    except FishbowlError as error:
        print(error.message, file=sys.stderr)
        if error.hint:
            print(error.hint, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _asked_language(arguments: Sequence[str]) -> str:
    """What --language says; looked up before the parser is made, whose help is translated as well."""
    for place, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--language":
            return value if equals else next(iter(arguments[place + 1 :]), "")
    return ""


def _common() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    add = common.add_argument
    add("--data", metavar="DIR", help=_("data folder (default: the system's place for your data)"))
    add(
        "--hub",
        metavar="URL",
        help=_("a team's hub, or several with commas between them; without it this machine's own is used"),
    )
    add("--token-file", metavar="FILE", type=Path, help=_("file with the token for --hub"))
    add("--ca", metavar="FILE", type=Path, help=_("PEM file of the authority that signed the hub's TLS"))
    add("--demo", action="store_true", help=_("the invented company's busy day, in a folder of its own"))
    add("--log", choices=log.LEVELS, help=_("how much is written to the log"))
    add("--language", default="", help=_("interface language, e.g. de"))
    return common


def _faces(modes: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    helps = {
        "wall": _("show the wall, one full-screen window on each monitor"),
        "agent": _("open an agent's desk"),
        "tour": _("lead guests through a tour of scenes, on a replay or on your hub's figures"),
        "demo": _("open wall and desk on the invented company's busy day"),
    }
    for face in FACES:
        parser = modes.add_parser(face, parents=[_common()], help=helps[face], description=helps[face])
        add = parser.add_argument
        add("--screenshot", metavar="FILE", type=Path, help=_("save a picture of each window, then end"))
        add("--after", metavar="SECONDS", type=float, default=6.0, help=_("when to save it (default 6)"))
        add("--size", metavar="WxH", help=_("a window of this size instead of the whole screen"))
        add("--scene", help=_("the wall's scene"))
        add("--theme", choices=THEMES if face == "tour" else ("system", *THEMES), help=_("the desk's theme"))
        add("--text-size", type=int, default=0, metavar="PERCENT", help=_("the desk's text size, 90–200"))
        if face == "wall":
            add("--identify", action="store_true", help=_("show on each monitor which one it is"))
            add("--check", action="store_true", help=_("say what is wrong with your scene files, then end"))
            add("--watch", action="store_true", help=_("start the wall again whenever it dies, freezes or goes blank"))
        if face == "tour":
            _tour(parser)


def _tour(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--replay", action="store_true", help=_("a recorded day of an invented company (the default)"))
    source.add_argument("--live", action="store_true", help=_("your hub's figures, without names"))
    add("--script", metavar="FILE", type=Path, help=_("the tour's script (default: the shipped ten minutes)"))
    add("--stop", metavar="NUMBER", type=int, default=1, help=_("begin with this stop"))
    add("--notes", action="store_true", help=_("open the speaker's window also with one monitor"))
    add("--still", action="store_true", help=_("no fades between scenes"))
    add("--check", action="store_true", help=_("say what is wrong with the script, then end"))


def _hub(modes: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    hub = modes.add_parser("hub", parents=[_common()], help=_("run the headless hub"))
    hub.add_argument("--listen", metavar="ADDRESS", help=_("overrides hub.listen, e.g. 127.0.0.1:8765"))
    hub.add_argument("--linger", metavar="MINUTES", type=float, help=_("end so long after the last station left"))
    modes.add_parser("doctor", parents=[_common()], help=_("check this machine and say what to do")).add_argument(
        "--json", action="store_true", help=_("print the findings as JSON")
    )


def _setup(modes: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    account = modes.add_parser("account", help=_("the accounts and sources the hub listens to"))
    verbs = account.add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.add_parser("list", parents=[_common()], help=_("list accounts"))
    networks = verbs.add_parser("networks", parents=[_common()], help=_("list networks: what each can do, how proven"))
    networks.add_argument("--form", action="store_true", help=_("and what each asks for"))
    add = verbs.add_parser("add", parents=[_common()], help=_("add an account; asks for what is not given"))
    add.add_argument("network")
    add.add_argument("--handle", default="", help=_("the account's name on the network, without @"))
    add.add_argument("--brand", default="", help=_("the name people know"))
    add.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help=_("an answer of the form"))
    add.add_argument(
        "--browser", action=argparse.BooleanOptionalAction, help=_("sign in with the browser, where the network can")
    )
    add.add_argument("--check", action="store_true", help=_("sign in once before it is saved"))
    add.add_argument("--session", action="store_true", help=_("keep secrets in the hub's memory only"))
    add.add_argument("--protected", action="store_true", help=_("sending asks once more"))
    verbs.add_parser("remove", parents=[_common()], help=_("remove an account")).add_argument("id", type=int)

    topic = modes.add_parser("topic", help=_("the saved queries posts are sorted by"))
    verbs = topic.add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.add_parser("list", parents=[_common()], help=_("list topics"))
    add = verbs.add_parser("add", parents=[_common()], help=_("add a topic"))
    add.add_argument("name")
    add.add_argument("query", help=_("e.g. '(check-in OR boarding) AND NOT lang:de'"))
    _topic_options(add)
    edit = verbs.add_parser("edit", parents=[_common()], help=_("change a topic; what is not named stays"))
    edit.add_argument("id", type=int, help=_("its number, as `topic list` tells it"))
    edit.add_argument("--name")
    edit.add_argument("--query")
    _topic_options(edit)
    trial = verbs.add_parser("try", parents=[_common()], help=_("run a query on last week's posts"))
    trial.add_argument("query")
    verbs.add_parser("remove", parents=[_common()], help=_("remove a topic")).add_argument("id", type=int)

    token = modes.add_parser("token", help=_("who may connect to a team's hub"))
    verbs = token.add_subparsers(dest="verb", required=True, metavar="VERB")
    mint = verbs.add_parser("add", parents=[_common()], help=_("print a new token; it is shown once"))
    mint.add_argument("name", help=_("the person or screen it is for"))
    mint.add_argument("role")
    verbs.add_parser("remove", parents=[_common()], help=_("make a token useless at once")).add_argument("name")

    screen = modes.add_parser("screen", help=_("walls that show a pairing code, and where walls hang"))
    verbs = screen.add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.add_parser("list", parents=[_common()], help=_("list screens with their names and rooms"))
    enrol = verbs.add_parser("enrol", parents=[_common()], help=_("let in the wall that shows this code"))
    enrol.add_argument("code", help=_("as it stands on the screen"))
    enrol.add_argument("name", help=_("what people call the screen, e.g. 'Foyer left'"))
    enrol.add_argument("--room", default="", help=_("the room it hangs in"))
    place = verbs.add_parser("place", parents=[_common()], help=_("say in which room a wall hangs"))
    place.add_argument("station", help=_("the wall as `screen list` or the desk names it"))
    place.add_argument("room", nargs="?", default="", help=_("without it: no room"))
    verbs.add_parser("remove", parents=[_common()], help=_("send a screen away")).add_argument("station")

    record = modes.add_parser("audit", parents=[_common()], help=_("who did what, newest first"))
    record.add_argument("--since", default="", metavar="WHEN", help=_("e.g. 2d, 12h, 2026-11-20 or 2026-11-20T14:00"))
    record.add_argument("--until", default="", metavar="WHEN", help=_("not from then on"))
    record.add_argument("--who", default="", metavar="NAME", help=_("a name or a part of it"))
    record.add_argument(
        "--what", action="append", default=[], metavar="KIND", help=_("a kind, such as topics, or an act: topic.saved")
    )
    record.add_argument("--limit", type=int, default=200, help=_("at most so many (default 200; 0 for all)"))
    record.add_argument("--json", action="store_true", help=_("one JSON object a line"))

    brings = modes.add_parser("import", parents=[_common()], help=_("read posts from a JSONL or CSV file"))
    brings.add_argument("file", type=Path)
    brings.add_argument("--map", action="append", default=[], metavar="OURS=THEIRS", help=_("a column's meaning"))
    takes = modes.add_parser("export", parents=[_common()], help=_("write found posts as JSON lines"))
    takes.add_argument("query", nargs="?", default="", help=_("full-text query; all posts without one"))
    takes.add_argument("--limit", type=int, default=1000, help=_("at most so many, newest first (default 1000)"))


def _topic_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--kind", help=_("brand, product, competitor, campaign, trend, risk, audience"))
    add("--business", metavar="NAME", help=_("the line of business it belongs to; empty for all"))
    add("--region", metavar="NAME", help=_("the region it belongs to; empty for all"))
    add("--wall", action=argparse.BooleanOptionalAction, help=_("whether it is a row of the wall's heat map"))


def _text(modes: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    classify = modes.add_parser("classify", help=_("understand texts, one a line from standard input or a file"))
    classify.add_argument("file", nargs="?", type=Path)
    classify.add_argument(
        "--second", action="store_true", help=_("ask a second, slower opinion on English texts in doubt")
    )
    classify.add_argument("--json", action="store_true", help=_("the default; here for scripts that say so"))
    detect = modes.add_parser("detect", help=_("find unusual bursts in a CSV of timestamp,value"))
    detect.add_argument("file", nargs="?", type=Path)
    detect.add_argument("--out", type=Path, help=_("where to write; standard output without it"))
    detect.add_argument("--threshold", action="store_true", help=_("print the shipped threshold"))
    train = modes.add_parser(
        "train", parents=[_common()], help=_("train the language model again, with the desk's corrections")
    )
    train.add_argument("folder", type=Path, nargs="?", help=_("labelled data; without it, corrections alone"))
    train.add_argument("--no-corrections", action="store_true", help=_("learn from the folder alone"))
    train.add_argument("--back", action="store_true", help=_("go back to the model that the newest one replaced"))
    train.add_argument("--figures", action="store_true", help=_("tell how often the models were right, and stop"))
    train.add_argument("--out", type=Path, help=_("the model file to teach (default: the one in the data folder)"))


def _bench(modes: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    bench = modes.add_parser("bench", help=_("measure this machine against the program's aims"))
    bench.add_argument("name", nargs="?", help=_("which; without it they are listed"))
    bench.add_argument("--json", action="store_true", help=_("print one JSON object"))
    bench.add_argument("--minutes", type=float, default=1.0, help=_("length of long ones"))
