"""Figures, moments and lengths as a person reads them. Known by the agent's room; knows core.

Clock times are the station's local time; lengths of time are rounded down, never up.
"""

from datetime import date, datetime, time, timedelta

from app.core.clock import DAY, MINUTE, SECOND, Millis
from app.core.i18n import _, number

FIRST_STRONG, POP = "\u2068", "\u2069"


def isolate(text: str) -> str:
    """A name inside a sentence, so that its direction does not disturb the sentence (Unicode TR 9)."""
    return f"{FIRST_STRONG}{text}{POP}"


def at_handle(handle: str) -> str:
    """A handle with its @, always left to right."""
    return f"\u2066@{handle.lstrip('@')}{POP}" if handle else ""


def shorten(text: str, most: int) -> str:
    """A text on one line of at most so many characters, with an ellipsis where it goes on."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def short_count(count: int) -> str:
    """640 · 3.1 k · 48 k · 1.2 m."""
    for limit, words in ((1_000_000, _("{count} m")), (1_000, _("{count} k"))):
        if count >= limit:
            value = count / limit
            return words.format(count=number(round(value, 1) if value < 20 else round(value)))
    return str(count)


def minutes_seconds(length: Millis) -> str:
    """4:12."""
    seconds = max(0, length) // SECOND
    return f"{seconds // 60}:{seconds % 60:02d}"


def span(length: Millis) -> str:
    """38 min · 1 h 10 · 3 days."""
    minutes = max(0, length) // MINUTE
    if minutes < 60:
        return _("{minutes} min").format(minutes=minutes)
    if length < 2 * DAY:
        return _("{hours} h {minutes:02d}").format(hours=minutes // 60, minutes=minutes % 60)
    return _("{days} days").format(days=length // DAY)


def clock_time(moment: Millis) -> str:
    """14:02, local time."""
    return datetime.fromtimestamp(moment / SECOND).strftime("%H:%M")


def day_of(moment: Millis) -> date:
    """The local day a moment lies in."""
    return datetime.fromtimestamp(moment / SECOND).date()


def next_midnight(moment: Millis) -> Millis:
    """When the local day of a moment ends."""
    following = datetime.combine(day_of(moment) + timedelta(days=1), time())
    return round(following.timestamp() * SECOND)


def day_words(moment: Millis, *, now: Millis) -> str:
    """Today · Yesterday · Monday · 4 Nov · 4 Nov 2025."""
    day, today = day_of(moment), day_of(now)
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    if timedelta(0) < today - day < timedelta(days=7):
        return weekday(day)
    named = _("{day} {month}").format(day=day.day, month=month(day))
    return named if day.year == today.year else f"{named} {day.year}"


def ahead(moment: Millis, *, now: Millis) -> str:
    """A moment to come: 15:30 · tomorrow 09:00 · Monday 09:00 · 4 Dec 09:00."""
    day, today, time_of_day = day_of(moment), day_of(now), clock_time(moment)
    if day == today:
        return time_of_day
    if day == today + timedelta(days=1):
        return _("tomorrow {time}").format(time=time_of_day)
    if today < day < today + timedelta(days=7):
        return _("{day} {time}").format(day=weekday(day), time=time_of_day)
    return _("{day} {time}").format(day=day_words(moment, now=now), time=time_of_day)


def weekday(day: date) -> str:
    """The day's name."""
    names = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
    return names[day.weekday()]


def month(day: date) -> str:
    """The month's short name."""
    names = (
        _("Jan"), _("Feb"), _("Mar"), _("Apr"), _("May"), _("Jun"),
        _("Jul"), _("Aug"), _("Sep"), _("Oct"), _("Nov"), _("Dec"),
    )  # fmt: skip
    return names[day.month - 1]


def initials(name: str) -> str:
    """Two letters for a circle: of the first and last word, or the first two letters."""
    words = [word for word in name.replace("_", " ").split() if word]
    if not words:
        return "?"
    letters = words[0][:1] + words[-1][:1] if len(words) > 1 else words[0][:2]
    return letters.upper()
