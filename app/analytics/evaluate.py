"""`python -m app.analytics.evaluate DATA`: how good the alarms are on development data, as a page of the help. Knows
detect, nab and scan.

DATA holds `spikes/combined_windows.json` with `spikes/series/*.csv` and `spikes/other/*/*.csv` (Numenta Anomaly
Benchmark), `crisis/*.csv` (posts a minute of real disasters), and, if wanted, `replay/*.csv` (written by
`python -m app.hub.quiet_days DATA/replay`). Nothing is tuned here; all numbers come from the
shipped settings, those marked so excepted.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.analytics.bench import bench_detect
from app.analytics.detect import read_series
from app.analytics.nab import Score, judge, total
from app.analytics.quiet import quiet_year
from app.analytics.scan import Scan
from app.analytics.surprise import SHIPPED, Tuning
from app.core.errors import BadInput

VARIED = (Tuning(), Tuning(fade=0.015), Tuning(fade=0.06), Tuning(floors=0.8), Tuning(floors=1.25))
EVENTS = {
    "2013_Glasgow": "2013-11-29 22:22",
    "2013_Lac_Megantic": "2013-07-06 05:15",
    "2012_Guatemala": "2012-11-07 16:35",
    "2013_Spain": "2013-07-24 18:41",
}
QUIET_RATES = (0.3, 1.0, 3.0, 12.0, 300.0, 6000.0)
MONTH_SECONDS = 365.25 * 86_400 / 12
Floats = NDArray[np.float64]


def report(folder: Path) -> Iterator[str]:
    """The lines of the page."""
    windows = _windows(folder / "spikes" / "combined_windows.json")
    series = {path.name: _load(path) for path in sorted((folder / "spikes" / "series").glob("*.csv"))}
    judged = {tuning: _judge_all(series, windows, tuning) for tuning in VARIED}
    yield from _table("Mentions of large brands (development)", judged[SHIPPED])
    yield from _leave_one_out(judged)
    yield from _others(folder / "spikes" / "other", windows)
    yield from _disasters(folder / "crisis")
    yield from _quiet()
    yield from _replayed(folder / "replay")
    yield from _speed()


def main(arguments: Sequence[str]) -> int:
    """Print the report; 2 where the data is not there."""
    if len(arguments) != 1:
        sys.stderr.write("Use: python -m app.analytics.evaluate DATA\n")
        return 2
    try:
        for line in report(Path(arguments[0])):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
    except BadInput as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _windows(path: Path) -> dict[str, list[tuple[float, float]]]:
    try:
        labels = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(f"{path} cannot be read.", hint="Name the folder that holds spikes and crisis.") from error
    return {
        Path(name).name: [(_seconds(first), _seconds(last)) for first, last in spans] for name, spans in labels.items()
    }


def _seconds(text: str) -> float:
    return datetime.fromisoformat(text[:19]).replace(tzinfo=UTC).timestamp()


def _load(path: Path) -> tuple[Floats, Floats]:
    rows = list(read_series(path))
    return np.array([second for second, _value, _text in rows]), np.array([value for _second, value, _text in rows])


def _alarms(seconds: Floats, values: Floats, tuning: Tuning = SHIPPED) -> NDArray[np.bool_]:
    scan = Scan(tuning)
    return np.array([scan.read(second / 60.0, value).alarm for second, value in zip(seconds, values, strict=True)])


def _judge_all(
    series: Mapping[str, tuple[Floats, Floats]], windows: Mapping[str, list[tuple[float, float]]], tuning: Tuning
) -> dict[str, Score]:
    return {
        name: judge(_alarms(seconds, values, tuning), seconds, windows.get(name, []))
        for name, (seconds, values) in series.items()
    }


def _table(title: str, scores: Mapping[str, Score]) -> Iterator[str]:
    yield f"### {title}"
    yield ""
    yield "| series | NAB standard | windows found | alarms outside | a day |"
    yield "|---|---|---|---|---|"
    for name, score in {**scores}.items():
        yield _row(name, [score])
    yield _row("all", list(scores.values()))
    yield ""


def _row(name: str, scores: Sequence[Score]) -> str:
    found, windows = sum(score.found for score in scores), sum(score.windows for score in scores)
    outside, days = sum(score.outside for score in scores), sum(score.days for score in scores)
    return f"| {name} | {total(scores):.1f} | {found} of {windows} | {outside} | {outside / max(days, 1e-9):.3f} |"


def _leave_one_out(judged: Mapping[Tuning, Mapping[str, Score]]) -> Iterator[str]:
    """Each series judged with the setting that is best on the others: what choosing on few series costs."""
    yield "### Settings varied"
    yield ""
    yield "| fade a day | floors | NAB standard | windows found | alarms outside | a day |"
    yield "|---|---|---|---|---|---|"
    for tuning, scores in judged.items():
        yield f"| {tuning.fade:g} | × {tuning.floors:g} " + _row("", list(scores.values()))[3:]
    names = list(next(iter(judged.values())))
    chosen = {name: judged[_best(judged, [other for other in names if other != name])][name] for name in names}
    yield _row("leave one out | each chosen on the others", list(chosen.values()))
    yield ""


def _best(judged: Mapping[Tuning, Mapping[str, Score]], names: Sequence[str]) -> Tuning:
    return max(judged, key=lambda tuning: total([judged[tuning][name] for name in names]))


def _others(folder: Path, windows: Mapping[str, list[tuple[float, float]]]) -> Iterator[str]:
    """NAB's other series are no post counts: a check that nothing goes wild, not a claim."""
    yield "### Series of other kinds (never tuned on; many of their anomalies are drops, which are no alarm here)"
    yield ""
    yield "| kind | NAB standard | windows found | alarms outside | a day |"
    yield "|---|---|---|---|---|"
    for kind in sorted(path for path in folder.glob("*") if path.is_dir()):
        series = {path.name: _load(path) for path in sorted(kind.glob("*.csv"))}
        yield _row(kind.name, list(_judge_all(series, windows, SHIPPED).values()))
    yield ""


def _disasters(folder: Path) -> Iterator[str]:
    yield "### Sudden disasters (posts a minute in a 1 % sample, no history before)"
    yield ""
    yield "| disaster | first sampled post after it | alarm, minutes later | alarms in all |"
    yield "|---|---|---|---|"
    for path in sorted(folder.glob("*.csv")):
        event = next((_seconds(f"{moment}:00") for name, moment in EVENTS.items() if path.name.startswith(name)), None)
        if event is None:
            continue
        seconds, values = _load(path)
        alarms = seconds[_alarms(seconds, values)]
        first = seconds[(seconds >= event) & (values > 0)][0]
        later = alarms[alarms >= first]
        delay = f"{(later[0] - first) / 60.0:.0f}" if len(later) else "none"
        begun = datetime.fromtimestamp(float(first), UTC)
        yield f"| {path.stem} | {begun:%Y-%m-%d %H:%M} | {delay} | {len(alarms)} |"
    yield ""


def _quiet() -> Iterator[str]:
    yield "### A year of quiet days, made up (rhythm of day and week, threads, moods of the hour; every alarm is false)"
    yield ""
    yield "| posts an hour | alarms in the year | a month |"
    yield "|---|---|---|"
    for rate in QUIET_RATES:
        minutes, values = quiet_year(rate)
        alarms = int(_alarms(minutes * 60.0, values).sum())
        yield f"| {rate:g} | {alarms} | {alarms / 12:.2f} |"
    yield ""


def _replayed(folder: Path) -> Iterator[str]:
    """The replay's ordinary days, where they were written with `python -m app.hub.quiet_days DATA/replay`."""
    yield "### A year of the replay's quiet days (every alarm is false)"
    yield ""
    yield "| topic | posts an hour | alarms in the year | a month |"
    yield "|---|---|---|---|"
    for path in sorted(folder.glob("*.csv")):
        seconds, values = _load(path)
        months = (seconds[-1] - seconds[0]) / MONTH_SECONDS
        alarms = int(_alarms(seconds, values).sum())
        rate = values.sum() * 3600.0 / (seconds[-1] - seconds[0])
        yield f"| {path.stem} | {rate:.1f} | {alarms} | {alarms / months:.2f} |"
    yield ""


def _speed() -> Iterator[str]:
    measured = bench_detect()
    yield "### Speed"
    yield ""
    yield (
        f"A minute's step over {measured['series']:.0f} series took {1000 * measured['step_s']:.0f} ms on one core "
        f"(worst {1000 * measured['step_worst_s']:.0f} ms)."
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
