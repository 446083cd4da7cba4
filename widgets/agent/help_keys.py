"""The table of keys in the manual, made from the commands. Known by its test and by whoever renews the manual; knows
commands.

python -m widgets.agent.help_keys writes it into resources/help/desk.md.
"""

from pathlib import Path
from typing import Any

from app.core.paths import resources
from widgets.agent.commands import desk_commands
from widgets.shell.commands import CommandTable, shown_key

PAGE = resources() / "help" / "desk.md"
BEGIN, END = "<!-- keys: made from the commands, see widgets/agent/help_keys.py -->", "<!-- end of keys -->"


def keys_table(table: CommandTable[Any]) -> str:
    """Every command with a key, as Markdown, in the order of the key sheet."""
    lines = []
    for group, commands in table.groups().items():
        keyed = [command for command in commands if command.key and command.listed]
        if keyed:
            lines += ["", f"### {group}", "", "| key | in a text | does |", "|---|---|---|"]
            lines += [_row(shown_key(one.key), shown_key(one.text_key), one.words, one.everywhere) for one in keyed]
    return "\n".join(lines).strip()


def renewed(page: str, table: CommandTable[Any]) -> str:
    """The page with the table as it is now."""
    before, _begin, rest = page.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{keys_table(table)}\n\n{END}{after}"


def _row(key: str, text_key: str, words: str, everywhere: bool) -> str:
    in_text = key if everywhere else text_key
    return f"| {_cap(key)} | {_cap(in_text)} | {words.rstrip('.')} |"


def _cap(key: str) -> str:
    return f"`{key}`" if key else ""


def main(page: Path = PAGE) -> None:
    """Write the table into the page."""
    page.write_text(renewed(page.read_text(encoding="utf-8"), desk_commands()), encoding="utf-8")


if __name__ == "__main__":
    main()
