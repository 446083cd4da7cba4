"""Goals: what a figure should be, and how far it is from that."""

import pytest

from app.wire.feeds import KpiRow
from tests.fakes.link import FakeLink
from tests.pictures.compare import assert_picture
from tests.widgets.wall.day import fill_day
from tests.widgets.wall.stage import make_panel
from tests.widgets.wall.test_panels import collisions
from widgets.wall.goals import AIMS, USUAL, read_goals
from widgets.wall.words import Words

TARGETS = {"share_of_voice": 35, "net_sentiment": -20, "open_conversations": 200}
PURPOSE = "Everybody who asks us in public has an answer within a quarter of an hour."


def row(name: str, value: float, *, target: float | None = None, known: bool = True) -> KpiRow:
    return KpiRow(name=AIMS[name].row, value=value, target=target or 0, has_target=target is not None, known=known)


@pytest.mark.parametrize(
    ("name", "value", "target", "distance"),
    [
        ("first_reply", 12, 15, ""),
        ("first_reply", 15, 15, ""),
        ("first_reply", 19, 15, "4 min over"),
        ("open_conversations", 214, 200, "14 over"),
        ("share_of_voice", 34, 35, "1 short"),
        ("share_of_voice", 36, 35, ""),
        ("net_sentiment", -18, 0, "18 short"),
        ("net_sentiment", -18, -20, ""),
    ],
)
def test_how_far_a_figure_is_from_its_target(name: str, value: float, target: float, distance: str) -> None:
    (goal,) = read_goals({AIMS[name].row: row(name, value)}, {name: target}, Words())
    assert goal.distance.replace("\xa0", " ") == distance
    assert goal.is_reached is (distance == "")


def test_a_target_of_the_hub_s_own_is_a_goal_and_one_of_the_scene_takes_its_place() -> None:
    rows = {"first_reply_minutes": row("first_reply", 12, target=15)}
    assert [goal.target.replace("\xa0", " ") for goal in read_goals(rows, {}, Words())] == ["at most 15 min"]
    (stricter,) = read_goals(rows, {"first_reply": 10}, Words())
    assert not stricter.is_reached


def test_a_target_may_be_what_is_usual_once_that_is_known() -> None:
    usual = KpiRow(name="net_sentiment", value=-18, usual=-3, has_usual=True)
    (goal,) = read_goals({"net_sentiment": usual}, {"net_sentiment": USUAL}, Words())
    assert (goal.target, goal.distance) == ("at least −3, as usual", "15 short")
    assert read_goals({"net_sentiment": row("net_sentiment", -18)}, {"net_sentiment": USUAL}, Words()) == []


def test_a_target_that_is_no_number_is_said_in_words() -> None:
    panel = make_panel(fill_day(FakeLink()), "goals", size=(608, 432), targets={"net_sentiment": "high"})
    assert "The target of “net_sentiment” must be a number or “usual”" in panel.accessibleDescription()
    panel.close()


def test_a_goal_without_a_figure_is_neither_reached_nor_missed() -> None:
    (goal,) = read_goals({"share_of_voice": row("share_of_voice", 0, known=False)}, {"share_of_voice": 35}, Words())
    assert (goal.value, goal.distance, goal.is_reached) == ("", "", False)


def test_the_bar_has_its_mark_at_the_target() -> None:
    (late,) = read_goals({"first_reply_minutes": row("first_reply", 20)}, {"first_reply": 10}, Words())
    assert (late.share, late.mark) == (1.0, 0.5)
    (level,) = read_goals({"net_sentiment": row("net_sentiment", 0)}, {"net_sentiment": 0}, Words())
    assert (level.share, level.mark) == (0.5, 0.5)


def test_a_figure_that_nobody_knows_is_named_in_words() -> None:
    panel = make_panel(fill_day(FakeLink()), "goals", size=(608, 432), targets={"happiness": 3})
    assert "No figure is called “happiness”" in panel.accessibleDescription()
    panel.close()


@pytest.mark.parametrize("size", [(608, 432), (452, 320), (296, 208), (920, 544)])
def test_no_text_touches_another_or_the_edge(size: tuple[float, float]) -> None:
    panel = make_panel(fill_day(FakeLink()), "goals", size=size, targets=TARGETS, purpose=PURPOSE)
    assert collisions(panel.boxes or [], panel.width_) == []
    panel.close()


def test_goals_look_as_they_should() -> None:
    panel = make_panel(fill_day(FakeLink()), "goals", size=(608, 544), targets=TARGETS, purpose=PURPOSE)
    assert "2 of 4 reached" in " ".join(box.text for box in panel.boxes or ())
    assert_picture(panel.grab().toImage(), "wall/goals")
    panel.close()
