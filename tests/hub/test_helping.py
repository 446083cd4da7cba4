"""The figure for what communities answer before us."""

from app.hub.figures import Figures
from app.hub.kpis import HELPED_MINUTES, kpi_rows
from app.wire.feeds import KpiRow
from tests.fakes.clock import ManualClock


def rows(helped: tuple[int, int]) -> dict[str, KpiRow]:
    made = kpi_rows(
        Figures(ManualClock()), counts={}, first_replies=[], promise=0, has_competitors=False, helped=helped
    )
    return {row.name: row for row in made}


def test_the_share_of_questions_that_others_answered_first_has_its_sample_and_interval() -> None:
    row = rows((40, 10))["community_first"]
    assert (row.value, row.known, row.sample, row.range_minutes) == (25.0, True, 40, HELPED_MINUTES)
    assert 10 < row.margin < 15


def test_a_house_without_questions_on_forums_is_not_told_of_them() -> None:
    assert "community_first" not in rows((0, 0))
