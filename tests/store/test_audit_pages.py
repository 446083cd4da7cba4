"""The audit is read by person, kind and time, page by page, each act with the conversation it concerns."""

from app.core.clock import HOUR
from app.domain.principal import Principal, Role
from app.store import audit, audit_pages
from app.store.engine import Store
from tests.fakes.clock import ManualClock
from tests.store.test_regrouping import merge, post_id, two

EVE = Principal(name="Eve Ünal", role=Role.AGENT, station="desk-1")
BEN = Principal(name="Ben", role=Role.SUPERVISOR, station="desk-2")


async def act(store: Store, who: Principal, verb: str, subject: str = "house:x") -> None:
    await store.write(lambda tx: audit.write(tx, who, verb, subject, after={"n": verb}))


async def test_acts_are_listed_newest_first_behind_a_cursor(store: Store) -> None:
    for number in range(3):
        await act(store, EVE, "topic.saved", f"topic:{number}")
    rows = await store.read(lambda tx: audit_pages.page(tx, limit=2))
    assert [row.subject for row in rows] == ["topic:2", "topic:1"]
    assert (rows[0].who, rows[0].role, rows[0].station) == ("Eve Ünal", "agent", "desk-1")
    assert rows[0].after == '{"n":"topic.saved"}'
    rest = await store.read(lambda tx: audit_pages.page(tx, rows[-1].id))
    assert [row.subject for row in rest] == ["topic:0"]


async def test_a_part_of_a_name_finds_a_person_whatever_the_case(store: Store) -> None:
    await act(store, EVE, "hold.set")
    await act(store, BEN, "hold.lifted")
    for part, verbs in (("eve", ["hold.set"]), ("BEN", ["hold.lifted"]), ("%", []), ("", ["hold.lifted", "hold.set"])):
        found = await store.read(lambda tx, part=part: audit_pages.page(tx, who=part))  # type: ignore[misc]
        assert [row.verb for row in found] == verbs


async def test_a_noun_finds_all_its_acts_and_a_verb_itself_alone(store: Store) -> None:
    for verb in ("topic.saved", "topic.removed", "token.minted", "topics.x"):
        await act(store, EVE, verb)
    for what, verbs in (
        (("topic",), ["topic.removed", "topic.saved"]),
        (("topic.saved",), ["topic.saved"]),
        (("token", "topic.removed"), ["token.minted", "topic.removed"]),
    ):
        found = await store.read(lambda tx, what=what: audit_pages.page(tx, what=what))  # type: ignore[misc]
        assert [row.verb for row in found] == verbs


async def test_a_time_is_from_its_beginning_and_before_its_end(store: Store, clock: ManualClock) -> None:
    began = clock.now()
    for verb in ("one.a", "one.b", "one.c"):
        await act(store, EVE, verb)
        await clock.advance(HOUR / 1000)
    found = await store.read(lambda tx: audit_pages.page(tx, since=began + HOUR, until=began + 2 * HOUR))
    assert [row.verb for row in found] == ["one.b"]


async def test_an_act_names_the_conversation_of_its_post_and_the_one_that_stands_for_it_now(store: Store) -> None:
    first, second = await two(store)
    post = await post_id(store, first, "parcel")
    await act(store, EVE, "post.blocked", f"post:{post}")
    await act(store, EVE, "note.added", f"conversation:{second}")
    await act(store, EVE, "post.blocked", "post:1")
    found = await store.read(audit_pages.page)
    assert [row.conversation_id for row in found] == [0, second, first]

    await merge(store, second, first)
    found = await store.read(lambda tx: audit_pages.page(tx, what=("note",)))
    assert [row.conversation_id for row in found] == [first]
