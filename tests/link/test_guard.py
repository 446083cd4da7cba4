"""Before strangers' eyes: no names, and no post that a person has not released."""

from app.domain.understanding import Sentiment
from app.link.base import Link, LinkState
from app.link.guard import GuardedLink, without_handles
from app.wire.crisis_feeds import ResponseFeed, ResponseRow, ResponseStep
from app.wire.feeds import (
    AlarmFeed,
    AlarmRow,
    HouseFeed,
    HouseRow,
    KpiFeed,
    KpiRow,
    RisingFeed,
    RisingRow,
    StreamFeed,
    StreamRow,
)
from tests.fakes.link import FakeLink

POST = StreamRow(
    id=1, network="x", glyph="X", author="@j•••n", text="Thanks @jan.novak, write to a.b@example.org", language="en",
    sentiment=Sentiment.NEUTRAL, reach=1, at=0,
)  # fmt: skip


def guarded(policy: str) -> tuple[FakeLink, GuardedLink]:
    link = FakeLink()
    set_policy(link, policy)
    link.fill(StreamFeed(), {"1": POST})
    return link, GuardedLink(link)


def set_policy(link: FakeLink, policy: str) -> None:
    row = HouseRow(organisation="Us", demo=False, wall_policy=policy, panic_by="Rosa", hold="Ask Rosa", hold_by="Rosa")
    link.fill(HouseFeed(), {"house": row})


def test_posts_are_shown_only_where_a_person_releases_each() -> None:
    for policy in ("release_clean", "hold_doubtful", ""):
        assert guarded(policy)[1].subscribe(StreamFeed()).rows == {}
    assert list(guarded("hold_all")[1].subscribe(StreamFeed()).rows) == ["1"]


def test_no_author_and_no_handle_is_shown_whatever_the_policy_says() -> None:
    row = guarded("hold_all")[1].subscribe(StreamFeed()).rows["1"]
    assert row.author == ""
    assert row.text == "Thanks @•••, write to …"


def test_nobody_of_the_house_is_named() -> None:
    link, guard = guarded("hold_all")
    alarm = AlarmRow(id=1, topic=1, name="Doors", level=4, began_at=0, reasons=(), heat=9, owner="Rosa", posts=(POST,))
    link.fill(AlarmFeed(), {"1": alarm})
    house, shown = guard.subscribe(HouseFeed()).rows["house"], guard.subscribe(AlarmFeed()).rows["1"]
    assert (shown.owner, shown.posts[0].author, house.panic_by, house.hold_by) == ("", "", "", "")
    assert house.hold == "Sending is on hold"


def test_what_the_house_writes_for_itself_about_a_crisis_is_not_shown() -> None:
    link, guard = guarded("hold_all")
    alarm = AlarmRow(id=1, topic=1, name="Doors", level=4, began_at=0, reasons=(), heat=9, matter="Ask Rosa")
    link.fill(AlarmFeed(), {"1": alarm})
    step = ResponseStep(words="Call Rosa", team="", due=0, done=False)
    link.fill(ResponseFeed(), {"1": ResponseRow(alarm=1, repair_by=7, repair_source="Rosa", steps=(step,), people=3)})
    told, shown = guard.subscribe(AlarmFeed()).rows["1"], guard.subscribe(ResponseFeed()).rows["1"]
    assert told.matter == ""
    assert (shown.repair_source, shown.steps, shown.repair_by, shown.people) == ("", (), 7, 3)


def test_a_rising_word_without_a_post_that_may_be_shown_is_not_told() -> None:
    link, guard = guarded("release_clean")
    link.fill(RisingFeed(), {"jan": RisingRow(term="jan", recent=9, expected=1, score=4, posts=(POST,))})
    assert guard.subscribe(RisingFeed()).rows == {}


def test_a_change_of_the_policy_counts_at_once() -> None:
    link, guard = guarded("hold_all")
    mirror = guard.subscribe(StreamFeed())
    told: list[bool] = []
    mirror.listen(lambda _mirror, change: told.append(change.whole))
    set_policy(link, "release_clean")
    assert (mirror.rows, guard.shows_posts, told) == ({}, False, [True])


def test_figures_pass_as_they_are_and_news_is_passed_on() -> None:
    link, guard = guarded("")
    mirror = guard.subscribe(KpiFeed())
    link.fill(KpiFeed(), {"net_sentiment": KpiRow(name="net_sentiment", value=4)})
    assert mirror.rows["net_sentiment"].value == 4
    link.put(KpiFeed(), {}, drop=("net_sentiment",))
    assert mirror.rows == {}


def test_it_stands_as_the_link_behind_it_stands() -> None:
    link, guard = guarded("")
    kpis: Link = guard
    mirror = kpis.subscribe(StreamFeed())
    link.become(LinkState.LOST, reason="no answer", next_try=7)
    assert (guard.state, guard.reason, guard.next_try, mirror.last_known) == (LinkState.LOST, "no answer", 7, True)


def test_what_nobody_watches_is_let_go() -> None:
    link, guard = guarded("")
    for _twice in range(2):
        guard.subscribe(StreamFeed())
    guard.unsubscribe(StreamFeed())
    assert StreamFeed() in link.subscribed
    guard.unsubscribe(StreamFeed())
    guard.close()
    assert link.subscribed == {}


def test_handles_and_addresses_are_masked_in_any_text() -> None:
    assert without_handles("(@anna) hi") == "(@•••) hi"
    assert without_handles("see https://x.example/anna now") == "see … now"
    assert without_handles("5 @ noon") == "5 @ noon"
