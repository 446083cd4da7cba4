"""Reads a playlist that a person wrote, and says in words what is wrong with it. Known by wall.library; knows
wall.playlist and wall.scenes."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.core import toml
from app.core.i18n import _
from widgets.wall.playlist import DAY_MINUTES, DAYS, Hours, Playlist, Show, Turn
from widgets.wall.scenes import BadScene, Problem, find_line, syntax_problem

KEYS = frozenset({"zone", "transition", "hours", "night", "show"})
HOURS_KEYS = frozenset({"from", "to", "days"})
SHOW_KEYS = HOURS_KEYS | {"screens", "scenes"}
TURN_KEYS = frozenset({"scene", "seconds"})
LEAST_SECONDS, MOST_SECONDS = 5, 86_400
TIME = re.compile(r"([01]\d|2[0-4]):([0-5]\d)")


def read_playlist(text: str, *, file: str, scenes: Iterable[str]) -> Playlist:
    """The playlist in a TOML text; raises BadScene with everything that is wrong. `scenes` are those there are."""
    try:
        table = toml.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadScene(file, [syntax_problem(str(error))]) from None
    checker = _Checker(text, frozenset(scenes))
    playlist = checker.playlist(table)
    if checker.problems:
        raise BadScene(file, sorted(checker.problems, key=lambda problem: problem.line))
    return playlist


class _Checker:
    """Reads one playlist and collects what is wrong with it."""

    def __init__(self, text: str, scenes: frozenset[str]) -> None:
        self.problems: list[Problem] = []
        self._scenes = scenes
        self._lines = text.splitlines()

    def playlist(self, table: Mapping[str, Any]) -> Playlist:
        self._check_keys(table, KEYS, 1)
        opening = [self._hours(part, start) for part, start in self._tables(table, "hours")]
        night = [self._hours(part, start) for part, start in self._tables(table, "night")]
        shows = [self._show(show, start) for show, start in self._tables(table, "show")]
        return Playlist(
            zone=self._zone(table.get("zone", "UTC")),
            shows=tuple(shows),
            opening=tuple(hours for hours in opening if hours is not None),
            fades=self._fades(table.get("transition", "fade")),
            night=tuple(hours for hours in night if hours is not None),
        )

    def _tables(self, table: Mapping[str, Any], name: str) -> list[tuple[Mapping[str, Any], int]]:
        """The tables of a name with the lines they begin in."""
        found = table.get(name, [])
        starts = [number for number, line in enumerate(self._lines, 1) if line.strip().startswith(f"[[{name}]]")]
        if not isinstance(found, list) or not all(isinstance(part, dict) for part in found) or len(starts) < len(found):
            lines = (number for number, line in enumerate(self._lines, 1) if line.strip().startswith(f"[{name}]"))
            self._add(
                next(lines, find_line(self._lines, name, 1)), _("Write each as a table: [[{name}]].").format(name=name)
            )
            return []
        return list(zip(found, starts, strict=False))

    def _zone(self, name: object) -> ZoneInfo:
        try:
            return ZoneInfo(str(name))
        except (ValueError, ZoneInfoNotFoundError, OSError):
            self._add(find_line(self._lines, "zone", 1), _("There is no time zone “{name}”.").format(name=name))
            return ZoneInfo("UTC")

    def _fades(self, transition: object) -> bool:
        if transition not in ("cut", "fade"):
            line = find_line(self._lines, "transition", 1)
            self._add(line, _("A transition is “cut” or “fade”, not “{name}”.").format(name=transition))
        return transition == "fade"

    def _show(self, table: Mapping[str, Any], start: int) -> Show:
        self._check_keys(table, SHOW_KEYS, start)
        timed = bool(HOURS_KEYS & table.keys())
        scenes = table.get("scenes", [])
        line = find_line(self._lines, "scenes", start)
        if not isinstance(scenes, list) or not scenes:
            words = _("A show needs scenes, such as scenes = [{example}].")
            self._add(line, words.format(example='{ scene = "overview", seconds = 60 }'))
            scenes = []
        turns = [self._turn(turn, line) for turn in scenes]
        return Show(
            turns=tuple(turn for turn in turns if turn is not None),
            screens=self._screens(table.get("screens", []), find_line(self._lines, "screens", start)),
            hours=self._hours({key: table[key] for key in HOURS_KEYS & table.keys()}, start) if timed else None,
        )

    def _turn(self, table: object, start: int) -> Turn | None:
        if not isinstance(table, dict) or table.keys() != TURN_KEYS:
            self._add(start, _("Write each scene as {example}.").format(example='{ scene = "overview", seconds = 60 }'))
            return None
        name, seconds = table["scene"], table["seconds"]
        line = self._mention(str(name), start)
        if name not in self._scenes:
            known = ", ".join(sorted(self._scenes))
            self._add(line, _("There is no scene “{name}”. There are: {known}.").format(name=name, known=known))
            return None
        if not isinstance(seconds, int) or not LEAST_SECONDS <= seconds <= MOST_SECONDS:
            words = _("“{name}” must stay from {least} seconds to a day, not {seconds}.")
            self._add(line, words.format(name=name, least=LEAST_SECONDS, seconds=seconds))
            return None
        return Turn(str(name), seconds)

    def _screens(self, screens: object, line: int) -> frozenset[int | str]:
        if isinstance(screens, list) and all(
            isinstance(screen, str) or (type(screen) is int and screen > 0) for screen in screens
        ):
            return frozenset(screens)
        self._add(
            line, _("Screens are numbers from 1, or names, in brackets: [1, 2] or [{name}].").format(name='"DP-1"')
        )
        return frozenset()

    def _hours(self, table: Mapping[str, Any], start: int) -> Hours | None:
        self._check_keys(table, HOURS_KEYS, start)
        begin, end = self._time(table, "from", start, 0), self._time(table, "to", start, DAY_MINUTES)
        days = self._days(table.get("days", "Mon-Sun"), find_line(self._lines, "days", start))
        if begin is None or end is None or days is None:
            return None
        return Hours(begin, end, days)

    def _time(self, table: Mapping[str, Any], key: str, start: int, default: int) -> int | None:
        """A time of the day in minutes."""
        written = table.get(key)
        if written is None:
            return default
        found = TIME.fullmatch(str(written))
        minutes = int(found[1]) * 60 + int(found[2]) if found else DAY_MINUTES + 1
        if minutes > DAY_MINUTES:
            line = find_line(self._lines, key, start)
            self._add(line, _("“{time}” is not a time; write it like 07:30, in quotes.").format(time=written))
            return None
        return minutes

    def _days(self, written: object, line: int) -> frozenset[int] | None:
        """Mon-Fri, or Sat, Sun; a range may run over Sunday."""
        days: set[int] = set()
        for part in str(written).split(","):
            first, _dash, last = part.strip().partition("-")
            first, last = first.strip(), last.strip() or first.strip()
            if first not in DAYS or last not in DAYS:
                words = _("“{days}” are not weekdays; write them like Mon-Fri or Sat, Sun.")
                self._add(line, words.format(days=written))
                return None
            begin, end = DAYS.index(first), DAYS.index(last)
            days |= {day % 7 for day in range(begin, end + 1 if end >= begin else end + 8)}
        return frozenset(days)

    def _mention(self, name: str, start: int) -> int:
        """The line from `start` on that names a scene; lists may run over several."""
        for number in range(start, len(self._lines) + 1):
            if f'"{name}"' in self._lines[number - 1]:
                return number
        return start

    def _check_keys(self, table: Mapping[str, Any], known: frozenset[str], start: int) -> None:
        for key in sorted(table.keys() - known):
            line = find_line(self._lines, key, start)
            words = _("There is no setting “{key}”. There are: {known}.")
            self._add(line, words.format(key=key, known=", ".join(sorted(known))))

    def _add(self, line: int, words: str) -> None:
        self.problems.append(Problem(line, words))
