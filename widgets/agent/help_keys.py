"""The table of keys in the manual, made from the commands. Known by its test and by whoever renews the manual; knows
commands.

python -m widgets.agent.help_keys writes it into resources/help/desk.md, and into the same page in other languages.
"""

from pathlib import Path
from typing import Any

from app.core.i18n import _, use_languages
from app.core.paths import resources
from widgets.agent.commands import desk_commands
from widgets.kit.key_words import key_words
from widgets.shell.commands import Command, CommandTable

PAGE = resources() / "help" / "desk.md"
BEGIN, END = "<!-- keys: made from the commands, see widgets/agent/help_keys.py -->", "<!-- end of keys -->"


def pages() -> dict[str, Path]:
    """The page by each language that has one."""
    return {"en": PAGE} | {page.parent.name: page for page in sorted(PAGE.parent.glob(f"*/{PAGE.name}"))}


def keys_table(table: CommandTable[Any]) -> str:
    """Every command with a key, as Markdown, in the order of the key sheet and the interface language."""
    head = f"| {_('key')} | {_('in a text')} | {_('does')} |"
    lines = []
    for group, commands in table.groups().items():
        keyed = [command for command in commands if command.any_key and command.listed]
        if keyed:
            lines += ["", f"### {group}", "", head, "|---|---|---|"]
            lines += [_row(one) for one in keyed]
    return "\n".join(lines).strip()


def renewed(page: str, table: CommandTable[Any]) -> str:
    """The page with the table as it is now."""
    before, _begin, rest = page.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{keys_table(table)}\n\n{END}{after}"


def _row(command: Command[Any]) -> str:
    in_text = command.key if command.everywhere else command.text_key or command.own_key
    return f"| {_cap(command.key)} | {_cap(in_text)} | {command.words.rstrip('.')} |"


def _cap(key: str) -> str:
    return f"`{key_words(key, mac=False)}`" if key else ""


def main() -> None:
    """Write the table into the page of each language."""
    for language, page in pages().items():
        use_languages([language])
        page.write_text(renewed(page.read_text(encoding="utf-8"), desk_commands()), encoding="utf-8")


if __name__ == "__main__":
    main()
