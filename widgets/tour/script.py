"""Reads a tour that a person wrote in TOML, and says in words what is wrong with it. Known by the tour's library; knows
tour.stop and the problems of wall.scenes."""

import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from app.core import toml
from app.core.i18n import _
from widgets.tour.stop import Script, Stop
from widgets.wall.scenes import BadScene, Problem, Scene, find_line, syntax_problem

KEYS = frozenset({"title", "stop"})
TEXTS = frozenset({"title", "caption", "notes", "scene", "panel", "moment"})
READ = frozenset({"title", "caption", "notes"})
"""What people read; the shipped tour's are translated."""
SWITCHES = frozenset({"formulas", "neutral"})
STOP_KEYS = TEXTS | SWITCHES | {"minutes"}
NEEDED = ("title", "caption", "scene")
MOST_STOPS, MOST_MINUTES, LONGEST_CAPTION = 30, 60.0, 220
"""More is not read on a screen, or is no tour."""


def read_script(text: str, *, file: str, scenes: Mapping[str, Scene], moments: Iterable[str]) -> Script:
    """The tour in a TOML text; raises BadScene with everything that is wrong. `moments` are those of the replay."""
    try:
        table = toml.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadScene(file, [syntax_problem(str(error))]) from None
    checker = _Checker(text, scenes, frozenset(moments))
    script = checker.script(table)
    if checker.problems:
        raise BadScene(file, sorted(checker.problems, key=lambda problem: problem.line))
    return script


class _Checker:
    """Reads one tour and collects what is wrong with it."""

    def __init__(self, text: str, scenes: Mapping[str, Scene], moments: frozenset[str]) -> None:
        self.problems: list[Problem] = []
        self._scenes, self._moments = scenes, moments
        self._lines = text.splitlines()
        self._starts = [number for number, line in enumerate(self._lines, 1) if line.strip().startswith("[[stop]]")]

    def script(self, table: Mapping[str, Any]) -> Script:
        for key in table.keys() - KEYS:
            self._add(find_line(self._lines, key, 1), _("There is no setting “{key}”.").format(key=key))
        title, stops = table.get("title"), table.get("stop", [])
        if not isinstance(title, str):
            self._add(0, _("A tour needs a title, in quotes."))
        if not isinstance(stops, list) or not stops or len(self._starts) < len(stops):
            self._add(0, _("A tour needs at least one stop; each begins with [[stop]]."))
            stops = []
        if len(stops) > MOST_STOPS:
            self._add(self._starts[MOST_STOPS], _("A tour has at most {most} stops.").format(most=MOST_STOPS))
        made = tuple(self._stop(stop, start) for stop, start in zip(stops, self._starts, strict=False))
        return Script(str(title), made)

    def _stop(self, table: Mapping[str, Any], start: int) -> Stop:
        for key in table.keys() - STOP_KEYS:
            self._say(key, start, _("A stop has no setting “{key}”.").format(key=key))
        for key in NEEDED:
            if not table.get(key):
                self._add(start, _("The stop needs a “{key}”, in quotes.").format(key=key))
        texts = {key: self._text(table, key, start) for key in TEXTS & table.keys()}
        switches = {key: self._switch(table, key, start) for key in SWITCHES & table.keys()}
        stop = Stop(
            **{"title": "", "caption": "", "scene": "", **texts, **switches},  # type: ignore[arg-type]  # checked above
            minutes=self._minutes(table.get("minutes", 1.0), start),
        )
        self._check_what_is_shown(stop, start)
        if len(stop.caption) > LONGEST_CAPTION:
            words = _("A caption has at most {most} characters: it is read from across a room.")
            self._say("caption", start, words.format(most=LONGEST_CAPTION))
        return stop

    def _check_what_is_shown(self, stop: Stop, start: int) -> None:
        scene = self._scenes.get(stop.scene)
        if scene is None and stop.scene:
            known = ", ".join(sorted(self._scenes))
            words = _("There is no scene “{name}”. There are: {known}.").format(name=stop.scene, known=known)
            self._say("scene", start, words)
        elif scene is not None and stop.panel and stop.panel not in {panel.kind for panel in scene.panels}:
            known = ", ".join(sorted({panel.kind for panel in scene.panels}))
            words = _("The scene has no panel “{name}”. It has: {known}.").format(name=stop.panel, known=known)
            self._say("panel", start, words)
        if stop.moment and stop.moment not in self._moments:
            known = ", ".join(sorted(self._moments))
            words = _("The replay has no moment “{name}”. It has: {known}.").format(name=stop.moment, known=known)
            self._say("moment", start, words)

    def _text(self, table: Mapping[str, Any], key: str, start: int) -> str:
        if isinstance(table[key], str):
            text = str(table[key]).strip()
            return _(text) if key in READ and text else text
        self._say(key, start, _("“{key}” is written in quotes.").format(key=key))
        return ""

    def _switch(self, table: Mapping[str, Any], key: str, start: int) -> bool:
        if not isinstance(table[key], bool):
            self._say(key, start, _("“{key}” is true or false.").format(key=key))
        return table[key] is True

    def _minutes(self, minutes: object, start: int) -> float:
        if isinstance(minutes, int | float) and not isinstance(minutes, bool) and 0 < minutes <= MOST_MINUTES:
            return float(minutes)
        self._say("minutes", start, _("Minutes are a number up to {most}.").format(most=round(MOST_MINUTES)))
        return 1.0

    def _say(self, key: str, start: int, words: str) -> None:
        self._add(find_line(self._lines, key, start), words)

    def _add(self, line: int, words: str) -> None:
        self.problems.append(Problem(line, words))
