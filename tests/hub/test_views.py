"""Saved views: kept on the hub, one's own or the team's, counted up to a bound, and told when what they look for is
gone."""

import pytest

from app.core.errors import Code, FishbowlError
from app.domain.account import Account
from app.domain.conversation import View
from app.domain.desk_settings import DeskSettings
from app.domain.saved_view import Filter, SavedView
from app.hub import saved_views
from app.link.client import HubClient
from app.wire.calls import (
    AddNote,
    FindPeople,
    GetDeskSettings,
    LabelConversations,
    MintToken,
    RemoveView,
    SaveDeskSettings,
    SaveView,
    Search,
)
from app.wire.feeds import QueueFeed, SavedViewFeed
from tests.fakes.clock import NOON
from tests.fakes.pond import Water
from tests.hub.conftest import Rooms, Until

LATE = SavedView(name=" Late  trains ", filter=Filter(label="Late"))


async def seat(rooms: Rooms, desk: HubClient, name: str, role: str) -> HubClient:
    """A desk of somebody with this role."""
    token = await desk.call(MintToken(name=name, role=role))
    return await rooms.station(token=token, name=name)


def views(link: HubClient) -> SavedViewFeed:
    return SavedViewFeed(me=link.name)


async def test_a_view_is_counted_renamed_removed_and_comes_back_as_it_was(
    desk: HubClient, brand: Account, water: Water, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_views, "KEPT", 0)
    for number in range(3):
        water.say(f"The train is late, number {number}.", at=NOON + number)
    queue = desk.subscribe(QueueFeed(view=View()))
    await until(queue, lambda: len(queue.rows) == 3)
    first, second, _third = (int(key) for key in queue.rows)
    await desk.call(LabelConversations(labelled=((first, ("Late", " Late ")), (second, ("Late", "Door")))))
    kept = await desk.call(SaveView(view=LATE))
    assert (kept.name, kept.owner, kept.shared) == ("Late trains", desk.name, False)
    rows = desk.subscribe(views(desk))
    await until(rows, lambda: bool(rows.rows))
    row = rows.rows[str(kept.id)]
    assert (row.count, row.more, row.gone) == (2, False, "")
    renamed = await desk.call(SaveView(view=SavedView(id=kept.id, name="Delays", filter=kept.filter)))
    await until(rows, lambda: [row.view for row in rows.rows.values()] == [renamed])
    await desk.call(RemoveView(id=kept.id))
    await until(rows, lambda: not rows.rows)
    await desk.call(SaveView(view=renamed))
    await until(rows, lambda: [row.view for row in rows.rows.values()] == [renamed])
    assert {card.labels for card in queue.rows.values()} == {("Late",), ("Late", "Door"), ()}


async def test_a_count_ends_at_its_bound(
    desk: HubClient, brand: Account, water: Water, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_views, "MOST", 1)
    for number in range(2):
        water.say(f"Late again, {number}.", at=NOON + number)
    queue = desk.subscribe(QueueFeed(view=View()))
    await until(queue, lambda: len(queue.rows) == 2)
    kept = await desk.call(SaveView(view=SavedView(name="All", filter=Filter())))
    rows = desk.subscribe(views(desk))
    await until(rows, lambda: bool(rows.rows))
    assert (rows.rows[str(kept.id)].count, rows.rows[str(kept.id)].more) == (1, True)


@pytest.mark.parametrize(
    ("base", "by", "gone"),
    [
        ("open", Filter(label="Nobody bears it"), "label"),
        ("open", Filter(account_id=99), "account"),
        ("account:99", Filter(), "account"),
        ("topic:99", Filter(), "topic"),
        ("open", Filter(assignee="Nobody"), "colleague"),
        ("unassigned", Filter(assignee="none", language="de"), ""),
    ],
)
async def test_what_is_gone_of_what_a_view_looks_for_is_told(
    desk: HubClient, until: Until, base: str, by: Filter, gone: str
) -> None:
    kept = await desk.call(SaveView(view=SavedView(name="x", base=base, filter=by)))
    rows = desk.subscribe(views(desk))
    await until(rows, lambda: bool(rows.rows))
    assert rows.rows[str(kept.id)].gone == gone


async def test_one_sees_ones_own_views_and_what_the_team_shares(rooms: Rooms, desk: HubClient, until: Until) -> None:
    ana, bo = await seat(rooms, desk, "ana", "agent"), await seat(rooms, desk, "bo", "senior")
    own = await ana.call(SaveView(view=SavedView(name="Mine", filter=Filter(language="de"))))
    team = await bo.call(SaveView(view=SavedView(name="Ours", filter=Filter(), shared=True)))
    hers, his = ana.subscribe(views(ana)), bo.subscribe(views(bo))
    await until(hers, lambda: len(hers.rows) == 2)
    await until(his, lambda: bool(his.rows))
    assert set(his.rows) == {str(team.id)}
    for refused, code in (
        (SaveView(view=SavedView(name="Ours", filter=Filter(), shared=True)), Code.NOT_ALLOWED),
        (SaveView(view=SavedView(id=team.id, name="Theirs", filter=Filter(), shared=True)), Code.NOT_ALLOWED),
        (SaveView(view=SavedView(id=team.id, name="Taken", filter=Filter())), Code.NOT_ALLOWED),
        (RemoveView(id=team.id), Code.NOT_ALLOWED),
    ):
        with pytest.raises(FishbowlError) as why:
            await ana.call(refused)
        assert why.value.code is code
    for request in (RemoveView(id=own.id), SaveView(view=SavedView(id=own.id, name="Stolen", filter=Filter()))):
        with pytest.raises(FishbowlError) as why:
            await bo.call(request)
        assert why.value.code is Code.NOT_FOUND
    assert len(hers.rows) == 2


@pytest.mark.parametrize(
    "view",
    [
        SavedView(name=" ", filter=Filter()),
        SavedView(name="x" * 61, filter=Filter()),
        SavedView(name="x", base="moon", filter=Filter()),
        SavedView(name="x", filter=Filter(label="y" * 3_000)),
    ],
)
async def test_a_view_nobody_could_show_is_refused(desk: HubClient, view: SavedView) -> None:
    with pytest.raises(FishbowlError) as refused:
        await desk.call(SaveView(view=view))
    assert refused.value.code is Code.BAD_INPUT


async def test_two_views_of_one_person_have_two_names(desk: HubClient) -> None:
    await desk.call(SaveView(view=SavedView(name="Late", filter=Filter())))
    with pytest.raises(FishbowlError) as refused:
        await desk.call(SaveView(view=SavedView(name="late", filter=Filter())))
    assert "late" in str(refused.value)


async def test_the_filter_of_a_desk_is_kept_and_one_beyond_all_bounds_is_refused(desk: HubClient) -> None:
    chosen = DeskSettings(narrowed=Filter(label="Late", language="de"))
    await desk.call(SaveDeskSettings(settings=chosen))
    assert await desk.call(GetDeskSettings()) == chosen
    with pytest.raises(FishbowlError) as refused:
        await desk.call(SaveDeskSettings(settings=DeskSettings(narrowed=Filter(label="y" * 3_000))))
    assert refused.value.code is Code.BAD_INPUT


async def test_notes_and_people_are_found_by_a_desk(
    desk: HubClient, brand: Account, water: Water, until: Until
) -> None:
    water.say("The door opened on the track side.", at=NOON)
    queue = desk.subscribe(QueueFeed(view=View()))
    await until(queue, lambda: len(queue.rows) == 1)
    (card,) = queue.rows.values()
    await desk.call(AddNote(conversation_id=card.id, text="The depot knows about the door."))
    filtered = desk.subscribe(QueueFeed(view=View(text="depot")))
    await until(filtered, lambda: bool(filtered.rows))
    found = (await desk.call(Search(text="door"))).hits
    assert [(hit.note, hit.conversation_id) for hit in found] == [(True, card.id), (False, card.id)]
    assert (found[0].name, found[0].text) == (desk.name, "The depot knows about the door.")
    people = await desk.call(FindPeople(text=card.name[:4].upper()))
    assert [(one.name, one.conversation_id) for one in people.people] == [(card.name, card.id)]
    assert people.after == ""
