"""What the audit's dialog says of an act, and since when it looks."""

from datetime import datetime

import pytest

from app.core.clock import DAY, HOUR, SECOND
from app.domain.audit import AuditRow
from widgets.models.audit_lines import change_lines, since_of

NOW = round(datetime(2026, 5, 21, 14, 2).timestamp() * SECOND)


def act(before: str = "", after: str = "") -> AuditRow:
    return AuditRow(
        id=1, at=NOW, who="Rosa", role="lead", station="desk", verb="topic.saved", subject="topic:1", before=before,
        after=after,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("span", "since"), [("today", NOW - 14 * HOUR - 120 * SECOND), ("week", NOW - 7 * DAY), ("all", 0), ("other", 0)]
)
def test_a_span_begins_at_midnight_or_so_many_days_ago_or_never(span: str, since: int) -> None:
    assert since_of(span, now=NOW) == since


def test_a_field_says_what_it_was_and_what_it_is() -> None:
    lines = change_lines(act('{"name":"A","region":"DE","hue":1}', '{"name":"B","hue":1,"odd_field":"x"}')).split("\n")
    assert lines == [
        "name: was \u2068A\u2069, is \u2068B\u2069",
        "region: was \u2068DE\u2069, is nothing now",
        "odd field: \u2068x\u2069",
    ]


def test_of_many_fields_the_first_are_told_and_of_none_that_there_are_none() -> None:
    many = "{" + ",".join(f'"f{number}":"x"' for number in range(11)) + "}"
    assert change_lines(act(after=many)).split("\n")[-1] == "And 3 more fields."
    assert change_lines(act()) == "It kept nothing of before and after."
