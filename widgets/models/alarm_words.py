"""Alarms in words: what, when, what people judged, and why there was one or none. Known by the alarm dialog; knows
wire and words."""

from collections.abc import Sequence
from math import exp

from app.core.clock import MINUTE, Millis
from app.core.i18n import _, ngettext, number
from app.domain.alarm import KeptAlarm
from app.wire.answers import AlarmHole, AlarmTrace, WhyAlarm
from widgets.models.words import clock_time, day_words, isolate, span


def where_words(alarm: KeptAlarm, topic: str) -> str:
    """The topic, and the part of it that struck first."""
    return " · ".join(isolate(part) for part in (topic, alarm.region, alarm.network) if part)


def when_words(alarm: KeptAlarm, now: Millis) -> str:
    """When it began and how long it lasted."""
    began = f"{day_words(alarm.began, now=now)} {clock_time(alarm.began)}"
    if alarm.closed:
        return _("{began}, lasted {length}").format(began=began, length=span(alarm.closed - alarm.began))
    return _("{began}, open since {length}").format(began=began, length=span(now - alarm.began))


def judged_words(alarm: KeptAlarm) -> str:
    """What a person said of it."""
    if not alarm.judged:
        return _("Not judged yet")
    said = _("True alarm, says {name}") if alarm.judged == "true" else _("False alarm, says {name}")
    words = said.format(name=isolate(alarm.judged_by))
    return f"{words}: {isolate(alarm.why)}" if alarm.why else words


def trust_words(alarms: Sequence[KeptAlarm]) -> str:
    """How many of the judged alarms were true: the figure by which all others are believed."""
    judged = [alarm for alarm in alarms if alarm.judged]
    if not judged:
        return _("No alarm has been judged yet. Each judgement makes the figure of trust more certain.")
    true = sum(alarm.judged == "true" for alarm in judged)
    words = ngettext(
        "{true} of {count} judged alarm was true.", "{true} of {count} judged alarms were true.", len(judged)
    )
    return words.format(true=number(true), count=number(len(judged)))


def step_words(trace: AlarmTrace, place: int, now: Millis) -> str:
    """What the chart shows under the cursor."""
    at = trace.first + place * trace.step
    words = _("{day} {time}: {seen} posts in {minutes} minutes, {usual} were usual")
    return words.format(
        day=day_words(at, now=now),
        time=clock_time(at),
        seen=number(round(trace.seen[place])),
        minutes=trace.step // MINUTE,
        usual=number(round(trace.usual[place], 1)),
    )


def why_words(told: WhyAlarm) -> str:
    """Why there was an alarm at a moment, or none, and what of the day before nobody listened to."""
    parts = [_window_words(told)] if told.heard else [_("Nobody listened at this moment: nothing can be said of it.")]
    parts += [_hole_words(hole) for hole in told.holes]
    return "\n".join(parts)


def _hole_words(hole: AlarmHole) -> str:
    began, ended = clock_time(hole.began), clock_time(hole.ended)
    if hole.network:
        words = _("Not heard from {began} to {ended}, and left out: {network}.")
        return words.format(network=isolate(hole.network), began=began, ended=ended)
    return _("Nothing was heard from {began} to {ended}; it is left out.").format(began=began, ended=ended)


def _window_words(told: WhyAlarm) -> str:
    """The window that came nearest.

    An excess is the logarithm of how many times as loud as usual it was (app.analytics.surprise).
    """
    ready = [window for window in told.windows if window.ready]
    if not ready:
        words = _("No alarm: {length} of history are too little to tell what is usual.")
        return words.format(length=span(round(told.history_minutes) * MINUTE))
    window = max(ready, key=lambda one: one.excess - one.bar)
    words = (
        _("Alarm: {seen} posts in {length} where {usual} were usual, {times} times as loud; {bar} times is enough.")
        if window.excess >= window.bar
        else _(
            "No alarm: nearest was {seen} posts in {length} where {usual} were usual, {times} times as loud; it takes"
            " {bar} times."
        )
    )
    return words.format(
        length=span(window.minutes * MINUTE),
        seen=number(round(window.seen)),
        usual=number(round(window.usual, 1)),
        times=number(round(exp(window.excess), 1)),
        bar=number(round(exp(window.bar), 1)),
    )
