"""How a replay account is set up. Known by replay; knows domain.account, domain.network and story."""

from collections.abc import Mapping
from datetime import UTC, datetime

from msgspec import Struct

from app.connectors._replay.story import story_names
from app.core.clock import MINUTE, Millis
from app.core.errors import BadInput
from app.core.i18n import N_, _
from app.domain.network import FormField


class Options(Struct, frozen=True, kw_only=True):
    """An account's options, read and checked.

    Attributes:
        start: the simulated moment to begin at; 0 for now.
        speed: simulated seconds a second; never past the real clock.
        length_hours: simulated hours after which the replay ends; 0 for never.
        crisis_in: simulated time from the beginning to the crisis; None for the story's own hours.
        per_minute: ordinary posts a minute at the busiest time of a week.
        addressed: share of posts that speak to the airline.
    """

    story: str = "busy"
    seed: int = 7
    per_minute: float = 20.0
    speed: float = 1.0
    length_hours: float = 0.0
    start: Millis = 0
    history_hours: float = 24.0
    crisis_in: Millis | None = None
    pace: float = 1.0
    addressed: float = 0.12


def form() -> tuple[FormField, ...]:
    """The questions of the add-account form."""
    return (
        _field("story", N_("Story"), N_("busy: a day with fog, lost bags and a crisis; quiet: ordinary days."), "busy"),
        _field("seed", N_("Seed"), N_("A whole number; the same one gives the same posts."), "7"),
        _field("per_minute", N_("Posts a minute"), N_("On an ordinary day at its busiest hour."), "20"),
        _field(
            "speed", N_("Speed"), N_("1 is real time; more replays the past, and slows down when it meets now."), "1"
        ),
        _field("start", N_("Start"), N_("A moment such as 2026-05-21T06:00Z; empty begins now."), ""),
        _field("length", N_("Length in hours"), N_("Simulated hours until the replay ends; 0 never ends."), "0"),
        _field("history_hours", N_("Hours of history"), N_("Delivered first, so that walls are not empty."), "24"),
        _field("crisis_in_minutes", N_("Crisis in minutes"), N_("From the start; empty keeps the story's hours."), ""),
        _field("pace", N_("Pace of the crisis"), N_("1 is as written; 5 makes an hour of it twelve minutes."), "1"),
        _field("addressed", N_("Share that speaks to us"), N_("0 to 1; these posts open conversations."), "0.12"),
    )


def read_options(answers: Mapping[str, str]) -> Options:
    """The account's options. Raises BadInput naming the answer that makes no sense."""
    story = answers.get("story", "").strip() or "busy"
    if story not in story_names():
        raise BadInput(
            _("There is no story called {name}.").format(name=repr(story)),
            hint=_("Choose one of: {names}.").format(names=", ".join(story_names())),
        )
    crisis = answers.get("crisis_in_minutes", "").strip()
    return Options(
        story=story,
        seed=round(_number(answers, "seed", 7, low=0, high=2**31)),
        per_minute=_number(answers, "per_minute", 20, low=0.01, high=1_000_000),
        speed=_number(answers, "speed", 1, low=0.01, high=1_000_000),
        length_hours=_number(answers, "length", 0, low=0, high=100_000),
        start=_moment(answers.get("start", "").strip()),
        history_hours=_number(answers, "history_hours", 24, low=0, high=10_000),
        crisis_in=round(_number(answers, "crisis_in_minutes", 0, low=0, high=100_000) * MINUTE) if crisis else None,
        pace=_number(answers, "pace", 1, low=0.1, high=100),
        addressed=_number(answers, "addressed", 0.12, low=0, high=1),
    )


def _field(name: str, title: str, explained: str, default: str) -> FormField:
    return FormField(name=name, title=title, help=explained, required=False, default=default)


def _number(answers: Mapping[str, str], name: str, default: float, *, low: float, high: float) -> float:
    text = answers.get(name, "").strip() or str(default)
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        raise BadInput(
            _("The replay's option {name} cannot be {value}.").format(name=name, value=repr(text)),
            hint=_("Give a number from {low} to {high}.").format(low=f"{low:g}", high=f"{high:g}"),
        )
    return value


def _moment(text: str) -> Millis:
    if not text:
        return 0
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(
            _("The replay's start cannot be {value}.").format(value=repr(text)),
            hint=_("Write it like 2026-05-21T06:00Z."),
        ) from None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)
