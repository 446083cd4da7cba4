"""The figures of a command center in words: their names, values, samples, and how each is made. Known by the dialog of
figures; knows wire.feeds and the help's page of formulas.

A formula stands once, in `resources/help/formulas.md`: under a heading that names the figure, or in a paragraph that
does.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from app.core.i18n import N_, _, ngettext, number
from app.core.paths import resources
from app.wire.feeds import KpiRow

PAGE = resources() / "help" / "formulas.md"
NAMES: Mapping[str, str] = {
    "mentions_per_minute": N_("Posts a minute"),
    "net_sentiment": N_("Net sentiment"),
    "first_reply_minutes": N_("First reply"),
    "share_of_voice": N_("Share of voice"),
    "community_first": N_("Answered by the community first"),
    "open_conversations": N_("Open conversations"),
    "overdue_conversations": N_("Overdue conversations"),
    "alarm_precision": N_("Alarms that were true"),
    "time_to_detect_minutes": N_("Time to detect"),
}
DAY_MINUTES = 1440
MINUS = "\u2212"


class Formula(NamedTuple):
    """How a figure is made: the heading it stands under in the help, and the words there."""

    heading: str
    words: str


def figure_name(name: str) -> str:
    """What people call a figure."""
    return _(NAMES[name]) if name in NAMES else name


def value_words(row: KpiRow) -> str:
    """The number with its unit; a dash while there is none."""
    return _UNITS.get(row.name, _plain)(row) if row.known else "–"


def sample_words(row: KpiRow) -> str:
    """What the number rests on: its uncertainty, its sample, its range, what is usual and what was promised."""
    if not row.known:
        return _("Not known yet: nothing was counted.")
    parts = []
    if row.margin:
        margin = _("± {margin} (95 % interval)").format(margin=number(round(row.margin, 1)))
        parts.append(margin)
    parts.append(ngettext("{count} observation", "{count} observations", row.sample).format(count=number(row.sample)))
    if row.range_minutes:
        parts.append(_range(row.range_minutes))
    if row.has_usual:
        parts.append(_("usually {value}").format(value=number(round(row.usual, 1)).replace("-", MINUS)))
    if row.has_target:
        parts.append(_("promised {value}").format(value=number(round(row.target, 1))))
    return ", ".join(parts)


@lru_cache(maxsize=64)
def formula_of(name: str) -> Formula | None:
    """How a figure is made, in the help's words; None where the help does not say."""
    marked = f"`{name}`"
    for section in PAGE.read_text(encoding="utf-8").split("\n## ")[1:]:
        heading, _line, body = section.partition("\n")
        if marked in heading:
            return Formula(_bare(heading), _bare("\n".join(part for part in _paragraphs(body) if part)))
        found = next((part for part in _paragraphs(body) if marked in part), None)
        if found is not None:
            return Formula(_bare(heading), _bare(found.replace(f" ({marked})", "")))
    return None


def _paragraphs(body: str) -> list[str]:
    """Paragraphs and points of a list, each on one line."""
    parts = body.replace("\n- ", "\n\n- ").split("\n\n")
    return [" ".join(part.split()).removeprefix("- ") for part in parts]


def _bare(markdown: str) -> str:
    return markdown.replace("**", "").replace("`", "").strip()


def _range(minutes: int) -> str:
    if minutes % DAY_MINUTES == 0:
        days = minutes // DAY_MINUTES
        return ngettext("over {count} day", "over {count} days", days).format(count=days)
    return ngettext("over {count} minute", "over {count} minutes", minutes).format(count=minutes)


def _plain(row: KpiRow) -> str:
    return number(round(row.value)).replace("-", MINUS)


def _percent(row: KpiRow) -> str:
    return _("{value} %").format(value=number(round(row.value)))


def _minutes(row: KpiRow) -> str:
    return _("{value} min").format(value=number(round(row.value)))


def _rate(row: KpiRow) -> str:
    return number(round(row.value, 1))


_UNITS: Mapping[str, Callable[[KpiRow], str]] = {
    "mentions_per_minute": _rate,
    "first_reply_minutes": _minutes,
    "time_to_detect_minutes": _minutes,
    "share_of_voice": _percent,
    "alarm_precision": _percent,
    "community_first": _percent,
}
