"""Why an alarm was raised is said in whole sentences."""

import pytest
from msgspec.structs import replace

from app.wire.feeds import AlarmFeed
from tests.fakes.link import FakeLink
from tests.widgets.wall.day import alarm_rows, fill_day
from tests.widgets.wall.stage import make_panel
from tests.widgets.wall.test_panels import collisions

LONG = "3.4 times as many posts as a quarter of an hour before"


@pytest.mark.parametrize(
    ("reasons", "said"),
    [
        (("mostly negative", "spreading to Asia"), ("Mostly negative", "Spreading to Asia")),
        (("295 072 people reached in an hour", LONG, "in 3 regions at once"), ("hour before", "In 3 regions at once")),
        ((LONG, LONG, "in 3 regions at once"), ("3.4 times", "hour before")),
        ((LONG, LONG, LONG), ("3.4 times", "hour before")),
    ],
)
def test_a_reason_is_broken_into_lines_and_never_cut(reasons: tuple[str, ...], said: tuple[str, ...]) -> None:
    link = fill_day(FakeLink(), declared=True)
    link.fill(AlarmFeed(), {key: replace(row, reasons=reasons) for key, row in alarm_rows(declared=True).items()})
    panel = make_panel(link, "reasons", size=(608, 208))
    boxes = panel.boxes or []
    written = " ".join(box.text for box in boxes)
    assert all(words in written for words in said)
    assert "…" not in written
    assert collisions(boxes, panel.width_) == []
    assert max(box.baseline for box in boxes) <= panel.height_ - 6
    panel.close()
