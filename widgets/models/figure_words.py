"""The figures of a command center in words: their names, values and samples. Known by the dialog of figures; knows
wire.feeds."""

from collections.abc import Callable, Mapping

from app.core.i18n import N_, _, ngettext, number
from app.wire.feeds import KpiRow

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
