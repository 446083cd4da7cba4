"""Renews resources/help/networks.md and webhook.schema.json: `.venv/bin/python installer/renew_networks.py [--check]`.
Run by a developer after changing what a connector declares; knows the registry and the webhook's shape.

The page is made from every built-in connector's INFO and from nothing else. `--check` writes nothing and fails where a
file would change.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.connectors._webhook.shape import schema  # noqa: E402 - needs the path above
from app.connectors.registry import BUILT_IN, connector_class  # noqa: E402 - needs the path above
from app.domain.network import Capability, Limits, NetworkInfo  # noqa: E402
from app.domain.network_words import PROVEN_RULE, proof  # noqa: E402

PAGE = ROOT / "resources" / "help" / "networks.md"
SCHEMA = ROOT / "resources" / "help" / "webhook.schema.json"

HEAD = """# Networks

What each connector can do, how well, and what it was run against. Made from what the connectors declare, by
`installer/renew_networks.py`; do not edit. How to add an account, and a connector of your own, says
[connectors](connectors.md).

**Bold** networks are *never run against the network itself*: they were written from the network's published pages and
run against a fake of our own. The first person who runs one against the real network should expect surprises.
"""
COLUMNS = {
    "mentions": Capability.MENTIONS,
    "searches": Capability.SEARCH,
    "everything": Capability.VOLUME,
    "direct": Capability.DIRECT,
    "replies": Capability.REPLY,
    "threads": Capability.THREAD,
    "deletions": Capability.DELETE,
}
SIGNS = {"done": "yes", "todo": "not yet", "exempt": "not needed"}


def main() -> int:
    """Renew or check; the exit status."""
    wanted = {
        PAGE: page(connector_class(name).INFO for name in BUILT_IN),
        SCHEMA: json.dumps(schema(), indent=1) + "\n",
    }
    if "--check" in sys.argv[1:]:
        return int(any(not path.exists() or path.read_text(encoding="utf-8") != text for path, text in wanted.items()))
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")
    return 0


def page(infos: Iterable[NetworkInfo]) -> str:
    """The whole page."""
    networks = sorted(infos, key=lambda info: (not info.proven, info.title.casefold()))
    return "\n".join((HEAD, *_overview(networks), "", *(_section(info) for info in networks)))


def _overview(networks: list[NetworkInfo]) -> list[str]:
    rows = [("network", *COLUMNS, "proven against")]
    rows.append(("---",) * len(rows[0]))
    for info in networks:
        title = f"[{info.title}](#{_anchor(info)})"
        can = (("✓" if ability in info.capabilities else "") for ability in COLUMNS.values())
        rows.append((title if info.proven else f"**{title}**", *can, _cell(proof(info))))
    return [f"| {' | '.join(row)} |" for row in rows]


def _section(info: NetworkInfo) -> str:
    lines = [f"## {info.title}", "", f"`main.py account add {info.name}`. {info.help}".strip(), ""]
    if not info.proven:
        written = f" Written from: {info.source}." if info.source else ""
        lines += [f"**Never run against the network itself.**{written}", ""]
    if info.hooked:
        lines += ["The network calls the hub: set `hub.public_url`, and give it the address the form shows.", ""]
    if info.browser:
        lines += ["One may sign in with the browser.", ""]
    lines += [f"- Limits: {limits}" for limits in [_limits(info.limits)] if limits]
    lines += [f"- Asks for {field.title}: {field.help}".rstrip(": ") for field in info.form]
    rules = [rule for rule in info.quality if rule.rule != PROVEN_RULE]
    if rules:
        lines += ["", "| quality | | |", "| --- | --- | --- |"]
        lines += [
            f"| {_cell(rule.rule)} | {SIGNS.get(rule.state, rule.state)} | {_cell(rule.note)} |" for rule in rules
        ]
    return "\n".join((*lines, ""))


def _limits(limits: Limits) -> str:
    said = []
    if limits.length:
        said.append(f"{limits.length} {limits.unit.value}")
    if limits.link_length:
        said.append(f"a link counts {limits.link_length}")
    if limits.images:
        said.append(f"{limits.images} pictures")
    if limits.parts:
        said.append("a longer text as a thread")
    if limits.reply_window_hours:
        said.append(f"answers within {limits.reply_window_hours} hours")
    if limits.direct_window_hours:
        said.append(f"private answers within {limits.direct_window_hours} hours")
    if limits.editable:
        said.append("may be edited")
    return ", ".join(said)


def _anchor(info: NetworkInfo) -> str:
    """As the usual renderers make it of a heading."""
    kept = (letter for letter in info.title.casefold() if letter.isalnum() or letter in " -_")
    return "".join(kept).replace(" ", "-")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    sys.exit(main())
