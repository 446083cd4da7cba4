"""What is done about a crisis, on a wall: the next step, the time of repair, who is on it; in every state."""

import pytest
from msgspec.structs import replace

from app.core.clock import DAY, MINUTE
from app.link.base import LinkState
from app.wire.feeds import AlarmFeed, ResponseFeed, ResponseRow, ResponseStep
from tests.fakes.link import FakeLink
from tests.widgets.wall.day import alarm_rows, fill_day, response_rows
from tests.widgets.wall.stage import make_panel
from tests.widgets.wall.test_panels import collisions
from widgets.wall.panel import Panel
from widgets.wall.response import due_words
from widgets.wall.words import Words

KINDS = ("next_step", "repair", "on_it")
SIZES = {"next_step": (608, 208), "repair": (296, 208), "on_it": (608, 208)}


def crisis(**changes: object) -> FakeLink:
    """The declared crisis of 15:20, its response changed."""
    link = fill_day(FakeLink(), declared=True)
    row = response_rows(link.now())["2"]
    link.fill(ResponseFeed(), {"2": replace(row, **changes)})
    return link


def shown(link: FakeLink, kind: str, size: tuple[float, float] | None = None) -> Panel:
    return make_panel(link, kind, size=size or SIZES[kind])


def texts(panel: Panel) -> list[str]:
    return [box.text for box in panel.boxes or []]


def test_the_next_step_is_the_first_that_is_open_with_who_and_by_when() -> None:
    panel = shown(crisis(), "next_step")
    assert {"4 of 9", "Publish second statement", "Press desk, due 15:30", "in 10\u00a0min"} <= set(texts(panel))
    assert panel.accessibleDescription() == ("4 of 9: Publish second statement. Press desk, due 15:30, in 10\u00a0min.")
    panel.close()


def test_a_step_that_is_overdue_says_how_late_it_is() -> None:
    link = crisis()
    panel = shown(link, "next_step")
    link.advance(14 * MINUTE)
    panel.refresh()
    assert "4\u00a0min late" in texts(panel)
    assert "4\u00a0min late" in panel.accessibleDescription()
    panel.close()


def test_with_more_room_the_steps_behind_it_are_told() -> None:
    panel = shown(crisis(), "next_step", (608, 320))
    assert {"Ask IT for the time of repair", "15:40", "Tell partners and airports"} <= set(texts(panel))
    panel.close()


@pytest.mark.parametrize("height", [60, 100, 136, 208, 320])
@pytest.mark.parametrize(
    "words",
    ["Tell", "Tell partners and airports, shops or branches", "Rindfleischetikettierungsüberwachungsaufgaben " * 2],
)
def test_long_and_short_steps_collide_with_nothing(words: str, height: float) -> None:
    steps = (
        ResponseStep("a", "b", 0, True),
        ResponseStep(words.strip()[:80], "Press desk of the whole group", 1, False),
    )
    panel = shown(crisis(steps=steps), "next_step", (608, height))
    assert collisions(panel.boxes or [], panel.width_) == []
    panel.close()


def test_a_time_of_repair_says_how_long_it_is_and_whose_word_it_is() -> None:
    panel = shown(crisis(), "repair")
    assert {"16:10", "In 50\u00a0min", "IT, 15:05"} <= set(texts(panel))
    assert panel.accessibleDescription() == "16:10, in 50\u00a0min (IT, 15:05)."
    panel.close()


def test_a_time_of_repair_that_has_passed_is_late() -> None:
    link = crisis()
    panel = shown(link, "repair")
    link.advance(53 * MINUTE)
    panel.refresh()
    assert "3\u00a0min late" in texts(panel)
    assert collisions(panel.boxes or [], panel.width_) == []
    panel.close()


@pytest.mark.parametrize(("width", "begins"), [(296, "15"), (420, "Operat")])
def test_a_long_source_is_cut_before_its_time(width: float, begins: str) -> None:
    panel = shown(crisis(repair_source="Operations control centre north"), "repair", (width, 208))
    (said,) = [text for text in texts(panel) if text.endswith("15:05")]
    assert said.startswith(begins)
    assert collisions(panel.boxes or [], panel.width_) == []
    panel.close()


def test_people_on_it_are_counted() -> None:
    panel = shown(crisis(), "on_it")
    assert {"29 people", "9 writing, 14 reading", "23 people, 148 cases", "31 cases"} <= set(texts(panel))
    assert "29 people, Right now: 9 writing, 14 reading" in panel.accessibleDescription()
    panel.close()


def test_one_person_with_one_case_is_not_people_with_cases() -> None:
    panel = shown(crisis(people=1, writing=1, reading=0, assigned=1, cases=1, waiting=0), "on_it")
    assert {"1 person", "1 person, 1 case", "0 cases"} <= set(texts(panel))
    panel.close()


@pytest.mark.parametrize("kind", KINDS)
def test_an_alarm_that_nobody_has_declared_has_no_response(kind: str) -> None:
    link = fill_day(FakeLink())
    panel = shown(link, kind)
    assert panel.is_empty().startswith("Not declared")
    assert panel.accessibleDescription() == panel.is_empty()
    link.fill(AlarmFeed(), {})
    panel.refresh()
    assert panel.is_empty().startswith("No crisis")
    panel.close()


@pytest.mark.parametrize(
    ("kind", "changes", "said"),
    [
        ("next_step", {"steps": ()}, "No steps yet: a supervisor adds them at the desk, G A, C"),
        ("next_step", {"steps": (ResponseStep("a", "", 0, True),)}, "All 1 steps are done"),
        ("repair", {"repair_by": 0}, "Nobody has said yet"),
    ],
)
def test_what_is_not_there_is_said(kind: str, changes: dict[str, object], said: str) -> None:
    panel = shown(crisis(**changes), kind)
    assert panel.is_empty() == said
    assert said in " ".join(texts(panel))
    panel.close()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_stale_says_its_age_and_touches_nothing(kind: str) -> None:
    link = crisis()
    link.become(LinkState.LOST, reason="The hub cannot be reached.")
    panel = shown(link, kind)
    for minutes in (12, 8 * 60):
        link.advance(minutes * MINUTE)
        panel.refresh()
        assert collisions(panel.boxes or [], panel.width_) == []
    assert "since" in panel.accessibleDescription()
    panel.close()


def test_a_countdown_is_painted_anew_with_each_minute() -> None:
    link = crisis()
    panel = shown(link, "next_step")
    asked: list[bool] = []
    panel.picture_due.connect(asked.append)
    panel.pass_second()
    assert asked == []
    link.advance(MINUTE)
    panel.pass_second()
    assert asked == [False]
    panel.close()


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (0, "now"),
        (1, "in 1\u00a0min"),
        (10 * MINUTE, "in 10\u00a0min"),
        (65 * MINUTE, "in 1\u00a0h\u00a005"),
        (-30_000, "now"),
        (-4 * MINUTE, "4\u00a0min late"),
        (3 * DAY, "Sun 24 May"),
    ],
)
def test_a_time_is_told_as_what_is_left_of_it(left: int, said: str) -> None:
    now = FakeLink().now()
    assert due_words(Words(), now + left, now) == said


def test_the_matter_stands_below_the_name_and_the_first_reason_until_it_is_told() -> None:
    link = fill_day(FakeLink(), declared=True)
    panel = make_panel(link, "episode", size=(920, 208))
    assert "Payment step fails on web and app" in texts(panel)
    rows = alarm_rows(declared=True)
    link.fill(AlarmFeed(), rows | {"2": replace(rows["2"], matter="")})
    panel.refresh()
    assert "2.3 times the usual volume" in texts(panel)
    panel.close()


def test_a_row_of_another_alarm_is_not_shown() -> None:
    link = fill_day(FakeLink(), declared=True)
    link.fill(ResponseFeed(), {"7": ResponseRow(alarm=7)})
    panel = shown(link, "next_step")
    assert panel.is_empty()
    panel.close()
