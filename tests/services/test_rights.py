"""Every call and every feed with every role: the table below is what each may do, and nothing else is.

Changing who may do what means changing this table on purpose.
"""

from typing import Any

import pytest

from app.core.errors import NotAllowed
from app.domain.account import Account
from app.domain.consent import Purpose, Word
from app.domain.conversation import Status, View
from app.domain.crisis import Crisis
from app.domain.desk_settings import DeskSettings
from app.domain.principal import Principal, Role
from app.domain.saved_view import Filter, SavedView
from app.domain.shift import Routing, State
from app.domain.snippet import Snippet
from app.domain.topic import Topic
from app.domain.understanding import Sentiment
from app.domain.walls import Verb
from app.services import door, every_handler
from app.wire import calls, crisis_calls, feeds, wall_calls

SCREEN, TRAINEE, AGENT, SENIOR = Role.SCREEN, Role.TRAINEE, Role.AGENT, Role.SENIOR
SUPERVISOR, CRISIS_LEAD, ANALYST, ADMINISTRATOR = (
    Role.SUPERVISOR,
    Role.CRISIS_LEAD,
    Role.ANALYST,
    Role.ADMINISTRATOR,
)

EVERYBODY = set(Role)
READERS = EVERYBODY - {SCREEN}
WRITERS = READERS - {ANALYST}
REPLIERS = WRITERS - {TRAINEE}
SENIORS = REPLIERS - {AGENT}
LEADS = SENIORS - {SENIOR}
ANALYSTS = LEADS | {ANALYST}
OWNERS = {ADMINISTRATOR}

ACCOUNT = Account(id=0, network="n", handle="h", brand="b")
CRISIS = Crisis(alarm=1, topic=1, began=1, level=3, declared_at=1, declared_by="x")

CALLS: list[tuple[calls.Request, set[Role]]] = [
    (calls.ListConversations(view=View()), READERS),
    (calls.GetConversation(id=1), READERS),
    (calls.ReadThread(id=1), READERS),
    (calls.MarkRead(id=1), READERS),
    (calls.Search(text="x"), READERS),
    (calls.Present(conversation_id=1), READERS),
    (calls.ListColleagues(), READERS),
    (calls.ListLabels(), READERS),
    (calls.FindPeople(text="x"), READERS),
    (calls.SaveView(view=SavedView(name="x", filter=Filter())), READERS),
    (calls.RemoveView(id=1), READERS),
    (calls.ListSnippets(), READERS),
    (calls.ShowPicture(post_id=1, number=0), READERS),
    (calls.ListPictures(conversation_id=1), READERS),
    (calls.ListEarlierTexts(conversation_id=1), READERS),
    (calls.UploadPicture(conversation_id=1, token="t", name="x", size=1, start=0, data=b"x"), WRITERS),
    (calls.DescribePicture(token="t", alt="x"), WRITERS),
    (calls.DropPicture(token="t"), WRITERS),
    (calls.ShrinkPicture(token="t"), WRITERS),
    (calls.SaveSnippet(snippet=Snippet(name="x", text="x")), SENIORS),
    (calls.RemoveSnippet(name="x"), SENIORS),
    (calls.ListNetworks(), READERS),
    (calls.ListAccounts(), READERS),
    (calls.GetHubFacts(), READERS),
    (calls.ListAlarms(), READERS),
    (crisis_calls.ListPlaybooks(), READERS),
    (calls.GetAccuracy(), READERS),
    (calls.WhyNoAlarm(topic=1, at=1), READERS),
    (calls.TraceAlarm(topic=1, first=1, last=2), READERS),
    (calls.ListTopics(), EVERYBODY),
    (wall_calls.TellWall(shows=(), scenes=()), EVERYBODY),
    (wall_calls.TellPosts(posts=()), EVERYBODY),
    (calls.SetStatus(ids=(1,), status=Status.RESOLVED), WRITERS),
    (calls.TakeConversation(ids=(1,)), WRITERS),
    (calls.LabelConversation(id=1, labels=()), WRITERS),
    (calls.LabelConversations(labelled=((1, ()),)), WRITERS),
    (calls.AddNote(conversation_id=1, text="x"), WRITERS),
    (calls.MergeConversations(ids=(1,), into=2), WRITERS),
    (calls.SplitConversation(id=1, post_id=2), WRITERS),
    (calls.UndoRegrouping(ids=(1,)), WRITERS),
    (calls.MarkSpam(ids=(1,)), WRITERS),
    (calls.NoteConsent(conversation_id=1, purpose=Purpose.QUOTE, word=Word.GIVEN), WRITERS),
    (calls.SayState(state=State.AWAY), READERS),
    (calls.GetRouting(), READERS),
    (calls.GetDeskSettings(), READERS),
    (calls.SaveDeskSettings(settings=DeskSettings()), READERS),
    (calls.SetRouting(routing=Routing()), LEADS),
    (calls.SayAbout(post_id=1, topic=1, about=False), WRITERS),
    (calls.CorrectSentiment(post_id=1, sentiment=Sentiment.NEUTRAL), WRITERS),
    (calls.SaveDraft(conversation_id=1, kind="reply", text="x", based_on=0), WRITERS),
    (calls.SendReply(conversation_id=1, account_id=1, parent="p", to_handle="h", text="x", token="t"), REPLIERS),
    (calls.UndoSend(id=1), REPLIERS),
    (calls.RetrySend(id=1), REPLIERS),
    (calls.SettleSend(id=1, is_there=True), REPLIERS),
    (calls.AssignConversation(ids=(1,), assignee="ana"), SENIORS),
    (calls.Moderate(post_ids=(1,), release=True), SENIORS),
    (wall_calls.SetPanic(on=True), LEADS),
    (wall_calls.DirectWall(target="all", verb=Verb.NEXT), LEADS),
    (calls.EnrolScreen(code="x", name="x"), LEADS),
    (calls.PlaceScreen(station="x", room="x"), LEADS),
    (calls.RemoveScreen(station="x"), LEADS),
    (calls.ListScreens(), LEADS),
    (crisis_calls.DeclareCrisis(alarm=1), LEADS),
    (crisis_calls.SaveCrisis(crisis=CRISIS), LEADS),
    (crisis_calls.EndCrisis(alarm=1, revision=1), LEADS),
    (calls.HoldSending(reason="x"), LEADS),
    (calls.LiftHold(), LEADS),
    (calls.ReleaseHeld(id=1, send=True), LEADS),
    (calls.SaveTopic(topic=Topic(id=0, name="x", query="x")), ANALYSTS),
    (calls.RemoveTopic(id=1), ANALYSTS),
    (calls.ListCorrections(), ANALYSTS),
    (calls.TryQuery(query="x"), ANALYSTS),
    (calls.JudgeAlarm(id=1, true=True), ANALYSTS),
    (calls.ListAudit(), ANALYSTS),
    (calls.SaveAccount(account=ACCOUNT), OWNERS),
    (calls.CheckAccount(account=ACCOUNT), OWNERS),
    (calls.BeginSignIn(network="n", redirect="http://127.0.0.1/"), OWNERS),
    (calls.FinishSignIn(id="x", answer={}), OWNERS),
    (calls.RemoveAccount(id=1), OWNERS),
    (calls.MintToken(name="x", role="agent"), OWNERS),
    (calls.RevokeToken(name="x"), OWNERS),
    (calls.ImportFile(path="/x"), OWNERS),
]

FEEDS: list[tuple[feeds.Feed, set[Role]]] = [
    (feeds.VolumeFeed(), EVERYBODY),
    (feeds.HeatFeed(), EVERYBODY),
    (feeds.HourHeatFeed(), EVERYBODY),
    (feeds.RegionFeed(), EVERYBODY),
    (feeds.StreamFeed(), EVERYBODY),
    (feeds.KpiFeed(), EVERYBODY),
    (feeds.CommunityFeed(), EVERYBODY),
    (feeds.OnShiftFeed(), EVERYBODY),
    (feeds.AlarmFeed(), EVERYBODY),
    (feeds.ResponseFeed(), EVERYBODY),
    (feeds.CrisisFeed(), READERS),
    (feeds.RisingFeed(), EVERYBODY),
    (feeds.HealthFeed(), EVERYBODY),
    (feeds.HouseFeed(), EVERYBODY),
    (feeds.WallOrderFeed(station="x"), EVERYBODY),
    (feeds.TopicFeed(), EVERYBODY),
    (feeds.AccountFeed(), READERS),
    (feeds.QueueFeed(view=View()), READERS),
    (feeds.CountFeed(me="ana"), READERS),
    (feeds.ThreadFeed(conversation_id=1), READERS),
    (feeds.CardFeed(conversation_id=1), READERS),
    (feeds.DraftFeed(conversation_id=1), READERS),
    (feeds.OutboxFeed(), READERS),
    (feeds.PresenceFeed(), READERS),
    (feeds.ColleagueFeed(), READERS),
    (feeds.MentionFeed(me="ana"), READERS),
    (feeds.SavedViewFeed(me="somebody"), READERS),
    (feeds.HeldPostFeed(), SENIORS),
    (feeds.StationFeed(), LEADS),
    (feeds.OnWallFeed(), SENIORS),
]


def test_the_table_names_every_call_and_feed() -> None:
    assert {type(request) for request, _roles in CALLS} == set(calls.REQUESTS)
    assert {type(feed) for feed, _roles in FEEDS} == set(feeds.FEEDS)


def test_every_call_has_one_handler() -> None:
    every_handler()

    assert set(door.HANDLERS) == set(calls.REQUESTS)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("request_", "allowed"), CALLS, ids=lambda value: type(value).__name__)
async def test_a_call_is_done_for_whoever_may_and_refused_to_all_others(
    request_: calls.Request, allowed: set[Role], role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def handler(_house: Any, _principal: Principal, _request: Any) -> str:
        return "done"

    monkeypatch.setitem(door.HANDLERS, type(request_), handler)
    house: Any = None
    principal = Principal(name="somebody", role=role)

    if role in allowed:
        assert await door.perform(house, principal, request_) == "done"
    else:
        with pytest.raises(NotAllowed):
            await door.perform(house, principal, request_)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("feed", "allowed"), FEEDS, ids=lambda value: type(value).__name__)
def test_a_feed_is_read_by_whoever_may_and_refused_to_all_others(
    feed: feeds.Feed, allowed: set[Role], role: Role
) -> None:
    principal = Principal(name="somebody", role=role)

    if role in allowed:
        door.check_feed(principal, feed)
    else:
        with pytest.raises(NotAllowed):
            door.check_feed(principal, feed)


def test_nobody_reads_the_views_that_somebody_else_keeps_to_himself() -> None:
    for role in READERS:
        with pytest.raises(NotAllowed):
            door.check_feed(Principal(name="ana", role=role), feeds.SavedViewFeed(me="bo"))
