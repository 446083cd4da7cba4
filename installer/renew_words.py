"""Renews the catalogues of words: `.venv/bin/python installer/renew_words.py [--check] [--add LANGUAGE]`. Run by a
developer after changing a sentence; knows resources/locale and Babel.

Three steps, none of which needs a network: every sentence in app/ and widgets/, in scenes, tours and playbooks goes
into resources/locale/fishbowl.pot; each fishbowl.po learns the new ones and forgets the old; each fishbowl.po is
made into the fishbowl.mo that the program reads. Then it names the sentences that still need a translator: those
without words, and those whose English has changed ("fuzzy": look at the guess, correct it, remove the mark). The exit
status is 1 while there are any.

`--check` writes nothing and fails where a file would change. `--add fr` begins a catalogue for French.

The files hold no dates, no versions and no line numbers, so that they change only when words do.
"""

import argparse
import ast
import sys
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "locale"
TEMPLATE = FOLDER / "fishbowl.pot"
ROOMS = ("app", "widgets")
MARKS = {"_": 1, "N_": 1, "ngettext": 2}
"""Functions whose first so many arguments are sentences."""

HEAD = "# {what} of Fishbowl. Renewed by installer/renew_words.py; {who}.\n#"
LASTING = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")
WIDTH = 110

Sentence = str | tuple[str, ...]
"""One, or its form for one and for many."""


class Words(Catalog):
    """A catalogue whose head says only what stays the same from one day to the next."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The lasting part of what Babel would say."""
        return [(name, value) for name, value in super().mime_headers if name in LASTING]

    def add_plainly(self, message: Message) -> None:
        """Take a message without its place, and without the flag of a %-format: we never use one."""
        message.locations, message.auto_comments, message.lineno = [], [], None
        self[message.id] = message
        self[message.id].flags.discard("python-format")


def main() -> int:
    """Renew or check; the exit status."""
    parser = argparse.ArgumentParser(prog="renew_words.py", description=__doc__.split("\n\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail where something would change")
    parser.add_argument("--add", metavar="LANGUAGE", help="begin a catalogue for this language, e.g. fr or pt_BR")
    options = parser.parse_args()
    template = extracted()
    made = {TEMPLATE: as_text(template, what="The words", who="translate a copy, not this file")}
    unsaid: list[str] = []
    try:
        added = [str(Locale.parse(options.add))] if options.add else []
    except (ValueError, UnknownLocaleError):
        parser.error(f"{options.add} is not a language such as fr or pt_BR")
    for language in sorted({*languages(), *added}):
        words = renewed(language, template)
        made[po_file(language)] = as_text(words, what=f"The {_english(language)} words", who="translated by hand")
        made[mo_file(language)] = as_binary(words)
        unsaid += [f"{language}: {sentence}" for sentence in untranslated(words)]
    stale = [path for path, content in made.items() if not path.exists() or path.read_bytes() != content]
    for path in stale:
        print(f"{'would change' if options.check else 'renewed'}: {path.relative_to(ROOT)}")
        if not options.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made[path])
    for sentence in unsaid:
        print(f"needs a translator: {sentence}")
    return 1 if unsaid or (stale and options.check) else 0


def languages() -> list[str]:
    """Languages that have a catalogue."""
    return sorted(path.parents[1].name for path in FOLDER.glob("*/LC_MESSAGES/fishbowl.po"))


def po_file(language: str) -> Path:
    """Where a language's words are written by hand."""
    return FOLDER / language / "LC_MESSAGES" / "fishbowl.po"


def mo_file(language: str) -> Path:
    """Where the program reads them."""
    return po_file(language).with_suffix(".mo")


def extracted() -> Words:
    """Every sentence of the sources, as a template."""
    template = Words()
    for sentence in {*sentences(), *table_words()}:
        template.add_plainly(Message(sentence))
    return template


def sentences() -> Iterator[Sentence]:
    """What app and widgets mark, found in the syntax tree: only whole literals count, wherever they stand."""
    for path in (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
                said = node.args[: MARKS[node.func.id]]
                words = tuple(
                    part.value for part in said if isinstance(part, ast.Constant) and isinstance(part.value, str)
                )
                if len(words) == MARKS[node.func.id]:
                    yield words[0] if len(words) == 1 else words


def table_words() -> Iterator[str]:
    """Titles and purposes of the shipped scenes, the words of the shipped tour and playbooks, and names of the demo's
    topics, which are translated when they are shown."""
    tour = ROOT / "resources" / "tour"
    for path in sorted([*(ROOT / "resources" / "scenes").glob("*.toml"), *(tour / "scenes").glob("*.toml")]):
        scene = tomllib.loads(path.read_text(encoding="utf-8"))
        yield scene["title"]
        options = (panel.get("options", {}) for panel in scene["panel"])
        yield from (option["purpose"] for option in options if "purpose" in option)
    for path in sorted(tour.glob("*.toml")):
        stops = tomllib.loads(path.read_text(encoding="utf-8"))["stop"]
        yield from (stop[key].strip() for stop in stops for key in ("title", "caption", "notes") if key in stop)
    for path in sorted((ROOT / "resources" / "playbooks").glob("*.toml")):
        playbook = tomllib.loads(path.read_text(encoding="utf-8"))
        yield playbook["title"]
        yield from (step[key] for step in playbook["step"] for key in ("words", "team") if key in step)
    topics = tomllib.loads((ROOT / "resources" / "replay" / "topics.toml").read_text(encoding="utf-8"))["topic"]
    yield from (topic["name"] for topic in topics)


def renewed(language: str, template: Words) -> Words:
    """A language's words for exactly the sentences of the template; a near old sentence serves as a guess."""
    old = Catalog(locale=language)
    if po_file(language).exists():
        with po_file(language).open("rb") as file:
            old = read_po(file, locale=language)
    old.update(template)
    words = Words(locale=language)
    for message in old:
        if message.id:
            words.add_plainly(message)
    return words


def untranslated(words: Words) -> list[str]:
    """Sentences without words, or with a guess that nobody has looked at."""
    return sorted(
        message.id if isinstance(message.id, str) else message.id[0]
        for message in words
        if message.id and (message.fuzzy or not _is_said(message))
    )


def as_text(words: Words, *, what: str, who: str) -> bytes:
    """The catalogue as a .po or .pot file."""
    words.header_comment = HEAD.format(what=what, who=who)
    words.fuzzy = False
    buffer = BytesIO()
    write_po(buffer, words, width=WIDTH, no_location=True, sort_output=True, ignore_obsolete=True)
    return buffer.getvalue().rstrip(b"\n") + b"\n"


def as_binary(words: Words) -> bytes:
    """The catalogue as a .mo file; guesses are left out."""
    buffer = BytesIO()
    write_mo(buffer, words)
    return buffer.getvalue()


def _is_said(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, (tuple, list)) else bool(message.string)


def _english(language: str) -> str:
    return Locale.parse(language).get_display_name("en") or language


if __name__ == "__main__":
    sys.exit(main())
