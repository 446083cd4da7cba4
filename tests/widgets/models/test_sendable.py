"""Every state of the composer has its own words and way out."""

import msgspec
import pytest

from app.core.clock import HOUR, MINUTE
from app.domain.conversation import Entry, EntryKind
from app.domain.network import Limits
from app.domain.reply import Draft, OutboxItem, OutboxState
from tests.fakes import desk_story as story
from widgets.models.answer_window import answer_until
from widgets.models.attached import Attached
from widgets.models.composition import Composition, destination_for
from widgets.models.counting import Counted
from widgets.models.reply_facts import Facts
from widgets.models.sendable import Verdict, judge
from widgets.models.strips import Act

DESTINATION = destination_for("mira.example", "at://mira/2", "Same door", story.ACCOUNTS[1], story.NETWORKS[0])
ITEM = msgspec.structs.replace(story.LEAVING, conversation_id=2, error="Bluesky refused it.")
AFTER = Entry(kind=EntryKind.POST, id=5, at=2, native_id="at://tomas/9", name="Tomas Reyes", text="Me too.")
TARGET = Entry(kind=EntryKind.POST, id=1, at=1, native_id="at://mira/2", text="Same door")


def facts(text: str = "We are on it.", **values: object) -> Facts:
    composition = Composition(2, DESTINATION)
    composition.reply.text = text
    return Facts(**{"composition": composition, "counted": Counted(len(text), 300), "now": story.NOW, **values})  # type: ignore[arg-type]  # a table of changes


def acts(verdict: Verdict) -> set[Act]:
    return {act for strip in verdict.strips for act, _words in strip.acts}


def item(state: OutboxState) -> OutboxItem:
    return msgspec.structs.replace(ITEM, state=state)


def test_a_plain_reply_may_go_and_names_the_account() -> None:
    verdict = judge(facts())
    assert verdict.may
    assert "harbourrail" in verdict.label


@pytest.mark.parametrize(
    ("changes", "strip", "act"),
    [
        ({"item": item(OutboxState.FAILED)}, "failed", Act.RETRY),
        ({"item": item(OutboxState.UNKNOWN)}, "unknown", Act.IS_NOT_THERE),
        ({"target": msgspec.structs.replace(TARGET, gone=True, text="")}, "gone", Act.SEEN),
        ({"target": msgspec.structs.replace(TARGET, edited=True, text="Other")}, "edited", Act.SEEN),
        ({"news": AFTER}, "moved", Act.NEWEST),
        ({"lost_since": story.NOW}, "lost", Act.TRY_NOW),
        (
            {"rival": Draft(conversation_id=2, kind="reply", text="x", revision=1, author="Ana", updated_at=1)},
            "rival",
            Act.TAKE_OVER,
        ),
    ],
)
def test_each_trouble_has_a_strip_and_a_way_out(changes: dict[str, object], strip: str, act: Act) -> None:
    verdict = judge(facts(**changes))
    assert strip in {one.name for one in verdict.strips}
    assert act in acts(verdict)


def test_a_colleagues_answer_meanwhile_is_told_and_forbids_nothing() -> None:
    verdict = judge(facts(news=msgspec.structs.replace(AFTER, kind=EntryKind.OWN, by="Ana")))
    assert ["Ana" in strip.bold for strip in verdict.strips if strip.name == "answered"] == [True]
    assert verdict.may


def test_news_before_anything_is_written_need_no_strip() -> None:
    assert "moved" not in {strip.name for strip in judge(facts("", news=AFTER)).strips}


def test_unknown_offers_no_way_to_send_again() -> None:
    verdict = judge(facts(item=item(OutboxState.UNKNOWN)))
    assert not verdict.may
    assert not acts(verdict) & {Act.RETRY, Act.SEND_ANYWAY}


@pytest.mark.parametrize(
    "changes",
    [
        {"may_reply": False},
        {"text": ""},
        {"counted": Counted(310, 300, 300)},
        {"target": msgspec.structs.replace(TARGET, gone=True)},
    ],
)
def test_a_button_that_does_not_work_says_why(changes: dict[str, object]) -> None:
    verdict = judge(facts(**changes))  # type: ignore[arg-type]  # a table of changes
    assert not verdict.may
    assert verdict.why


def test_a_seen_change_no_longer_stops() -> None:
    found = facts(target=msgspec.structs.replace(TARGET, gone=True))
    found.composition.seen_change = "gone"
    assert judge(found).may


def test_two_drafts_must_be_chosen_from_first() -> None:
    found = facts()
    found.composition.reply.other = Draft(
        conversation_id=2, kind="reply", text="Other", revision=2, author="Ana", updated_at=story.NOW
    )
    verdict = judge(found)
    assert not verdict.may
    assert {Act.SWAP, Act.KEEP_MINE} <= acts(verdict)


def test_a_protected_account_asks_again() -> None:
    found = facts()
    found.composition.destination = msgspec.structs.replace(DESTINATION, protected=True)
    assert judge(found).asks_again


def test_a_hold_lets_write_and_save() -> None:
    verdict = judge(facts(hold="coast line doors"))
    assert verdict.may
    assert verdict.label.startswith("Save, held for")
    assert verdict.saves


def test_the_last_hours_to_answer_are_told_and_a_closed_window_sends_nothing() -> None:
    assert judge(facts(answer_until=story.NOW + 5 * HOUR)).strips == ()
    closing = judge(facts(answer_until=story.NOW + 90 * MINUTE))
    assert closing.may
    assert "1 h 30 left to answer." in closing.strips[0].bold
    closed = judge(facts(answer_until=story.NOW))
    assert not closed.may
    assert (closed.strips[0].name, closed.label) == ("closed", "Too late to send")


def test_the_window_counts_from_their_newest_word_and_private_ones_have_their_own() -> None:
    said = [
        Entry(kind=EntryKind.POST, id=1, at=story.NOW, direct=True),
        Entry(kind=EntryKind.POST, id=2, at=story.NOW + HOUR, aside=True),
        Entry(kind=EntryKind.OWN, id=3, at=story.NOW + 2 * HOUR),
    ]
    assert answer_until(Limits(reply_window_hours=24), said) == story.NOW + 24 * HOUR
    assert answer_until(Limits(direct_window_hours=168), said) == story.NOW + 168 * HOUR
    public = [msgspec.structs.replace(said[0], direct=False)]
    assert answer_until(Limits(direct_window_hours=168), public) == 0
    assert answer_until(Limits(), said) == answer_until(Limits(reply_window_hours=24), []) == 0


def test_while_a_colleague_writes_his_words_are_read_along_and_nothing_is_sent() -> None:
    rival = Draft(conversation_id=2, kind="reply", text="We are lo", revision=1, author="Ana", updated_at=1)
    verdict = judge(facts("", rival=rival))
    assert (verdict.label, verdict.may, verdict.hint) == ("Ana is writing", False, "We are lo")
    assert "Take over" in verdict.why


def test_a_text_that_a_colleague_took_over_is_read_along_until_it_is_taken_back() -> None:
    made = facts()
    made.composition.taken_by = "Rosa"
    verdict = judge(made)
    assert (verdict.label, verdict.may, verdict.locked) == ("Rosa took over", False, True)
    assert Act.GO_ON in acts(verdict)


def test_what_was_refused_is_said_with_what_to_do() -> None:
    made = facts()
    made.composition.was_refused("Ana has answered already. Read that reply.")
    verdict = judge(made)
    assert [strip.rest for strip in verdict.strips] == ["Ana has answered already. Read that reply."]
    assert verdict.may


def test_a_failed_reply_can_be_taken_back_to_be_changed() -> None:
    assert Act.REVISE in acts(judge(facts(item=item(OutboxState.FAILED))))


def test_pictures_added_to_what_is_tried_again_are_not_dropped_silently() -> None:
    picture = Attached("t", 2, "door.png", 10, ready=True, mime="image/png", alt="A door")
    made = facts(item=item(OutboxState.FAILED), pictures=(picture,))
    made.composition.retry_of = ITEM.id
    verdict = judge(made)
    assert not verdict.may
    assert "Take it back" in verdict.why
