"""What doctor says of each connector: its state, its budget, its token's last day, and whether it was ever proven."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.commands.doctor import _connector, _database, _folder, _hooks, _second_opinion
from app.core.clock import DAY
from app.core.paths import DataDir
from app.domain.account import Health, HealthState
from app.wire.answers import HubFacts
from tests.fakes.buoy import Buoy
from tests.fakes.clock import NOON


def health(
    state: HealthState = HealthState.CONNECTED, *, error: str = "", proven: bool = True, **more: float
) -> Health:
    return Health(
        account_id=1,
        network="buoy",
        title="Harbour",
        state=state,
        error=error,
        proven=proven,
        expires_at=int(more.get("expires_at", 0)),
        budget_left=more.get("budget_left", -1.0),
    )


def facts(public_url: str) -> HubFacts:
    return HubFacts(
        program="1",
        database="sqlite",
        posts=0,
        search_fresh_to=0,
        data_bytes=0,
        free_bytes=0,
        started_at=0,
        keyring="",
        public_url=public_url,
    )


def test_a_sound_connector_is_fine() -> None:
    found = _connector(health(), (), now=NOON)

    assert (found.state, found.said, found.advice) == ("ok", "connected", "")


def test_an_unproven_connector_is_named_with_the_pages_it_was_written_from() -> None:
    found = _connector(health(proven=False), (Buoy.INFO,), now=NOON)

    assert found.state == "note"
    assert "never run against the network itself, written from https://buoy.example/docs (2026-01-05)" in found.said


def test_the_budget_and_the_last_day_of_the_sign_in_are_told() -> None:
    found = _connector(health(budget_left=0.42, expires_at=NOON + 60 * DAY), (), now=NOON)

    assert found.state == "ok"
    assert found.said == "connected; 42 % of the rate budget left; the sign-in ends on 2026-03-06"


@pytest.mark.parametrize(("days", "state"), [(8, "ok"), (6, "note"), (-1, "note")])
def test_a_sign_in_that_ends_within_a_week_is_pointed_out(days: int, state: str) -> None:
    assert _connector(health(expires_at=NOON + days * DAY), (), now=NOON).state == state


def test_a_dead_connector_is_bad_and_says_why() -> None:
    found = _connector(health(HealthState.DOWN, error="Nothing was heard for 50 minutes."), (), now=NOON)

    assert (found.state, found.said) == ("bad", "down: Nothing was heard for 50 minutes.")


def test_networks_that_call_need_an_address_and_others_do_not() -> None:
    (found,) = _hooks((Buoy.INFO,), (health(),), facts(""))

    assert found.state == "note"
    assert "hub.public_url" in found.advice
    assert _hooks((Buoy.INFO,), (health(),), facts("https://hub.example")) == []
    assert _hooks((Buoy.INFO,), (), facts("")) == []


def test_the_second_opinion_is_told_in_words(tmp_path: Path) -> None:
    data = DataDir(tmp_path)
    assert _second_opinion(data).state == "ok"

    data.settings.write_text("[understanding]\nsecond_opinion = false\n")
    off = _second_opinion(data)
    assert (off.state, off.said.partition(";")[0]) == ("note", "switched off in the settings")


def test_a_second_opinion_that_cannot_be_given_is_no_failure(tmp_path: Path) -> None:
    data = DataDir(tmp_path)
    data.second.parent.mkdir()
    data.second.write_bytes(b"damaged")
    found = _second_opinion(data)
    assert (found.state, "cannot be read" in found.said) == ("note", True)


def test_a_folder_that_cannot_be_written_says_why_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    found = _folder(DataDir(tmp_path / "file"))

    assert found.state == "bad"
    assert "something else is in its place" in found.said
    assert "--data" in found.advice


def test_a_database_that_may_not_be_read_is_not_called_damaged(tmp_path: Path) -> None:
    data = DataDir(tmp_path)
    data.database.mkdir()  # SQLite says the same of a file that this user may not open
    found = _database(data)

    assert found.state == "bad"
    assert "damaged:" not in found.said
    assert "move the file away" not in found.advice


def test_a_database_that_is_none_is_called_damaged(tmp_path: Path) -> None:
    data = DataDir(tmp_path)
    data.database.write_bytes(b"no database at all " * 500)

    assert "is damaged" in _database(data).said


def test_a_database_is_found_in_a_folder_of_any_name(tmp_path: Path) -> None:
    data = DataDir(tmp_path / "50%20 #off ü").make()
    with closing(sqlite3.connect(data.database)) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")

    assert _database(data).state == "ok"
