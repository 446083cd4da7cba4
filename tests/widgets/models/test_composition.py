"""What is being written: frozen destinations, one token a press, conflicts that keep both, a journal that survives."""

from pathlib import Path

from app.domain.reply import Draft, OutboxItem, OutboxState
from tests.fakes import desk_story as story
from widgets.models.composition import LEFT, REPLY, Composition, Destination, Writing, destination_for
from widgets.models.journal import Journal

HARBOUR = destination_for("mira.example", "at://mira/2", "Same door", story.ACCOUNTS[1], story.NETWORKS[0])
BANK = destination_for("jonasw", "m/1", "", story.ACCOUNTS[2], story.NETWORKS[1])

FAILED = OutboxItem(
    id=700,
    conversation_id=2,
    account_id=1,
    network="bluesky",
    handle="harbourrail",
    to_handle="mira.example",
    text="Coach 3 is out of service.",
    state=OutboxState.FAILED,
    author="Mele",
    created_at=story.NOW,
    not_before=story.NOW,
)


def draft(text: str, revision: int, *, author: str = "Ana") -> Draft:
    return Draft(conversation_id=2, kind=REPLY, text=text, revision=revision, author=author, updated_at=story.NOW)


def composing(text: str = "We are on it.") -> Composition:
    composition = Composition(2, HARBOUR)
    composition.reply.text = text
    return composition


def test_a_destination_is_taken_only_while_nothing_is_written() -> None:
    composition = Composition(2)
    assert composition.offer(HARBOUR)
    assert composition.offer(BANK)
    composition.reply.text = "a"
    assert not composition.offer(HARBOUR)
    assert composition.destination == BANK


def test_a_destination_stands_still_from_press_to_answer() -> None:
    composition = composing()
    composition.begin_press(now=1)
    composition.reply.text = ""
    assert not composition.offer(BANK)
    composition.choose(BANK)
    assert composition.destination == HARBOUR


def test_a_second_press_without_an_answer_has_the_same_token() -> None:
    composition = composing()
    first = composition.begin_press(now=1)
    assert first is composition.begin_press(now=2)


def test_a_press_after_a_refusal_has_a_new_token() -> None:
    composition = composing()
    first = composition.begin_press(now=1)
    composition.was_refused()
    second = composition.begin_press(now=2)
    assert first is not None
    assert second is not None
    assert first.token != second.token


def test_nothing_can_be_pressed_without_text_or_destination() -> None:
    assert composing("  \n").begin_press(now=1) is None
    assert Composition(2).begin_press(now=1) is None


def test_the_hubs_echo_of_our_own_text_is_no_conflict() -> None:
    writing = Writing(text="Hello there", in_flight="Hello")
    assert not writing.take_draft(draft("Hello", 3))
    assert (writing.text, writing.based_on, writing.other) == ("Hello there", 3, None)


def test_a_conflict_keeps_both_texts_until_one_is_chosen() -> None:
    writing = Writing(text="Mine", saved="", based_on=1)
    writing.take_draft(draft("Theirs", 2))
    assert (writing.text, writing.other.text if writing.other else "") == ("Mine", "Theirs")
    writing.swap()
    assert (writing.text, writing.other.text if writing.other else "") == ("Theirs", "Mine")
    writing.keep_mine()
    assert (writing.text, writing.other, writing.based_on) == ("Theirs", None, 2)


def test_an_older_draft_changes_nothing() -> None:
    writing = Writing(text="Newer", saved="Newer", based_on=5)
    assert not writing.take_draft(draft("Older", 4))
    assert writing.text == "Newer"


def test_the_late_echo_of_a_sent_text_is_no_new_draft() -> None:
    composition = composing("Sent")
    composition.begin_press(now=1)
    composition.was_sent()
    assert not composition.reply.take_draft(draft("Sent", 9))
    assert composition.reply.text == ""


def test_the_journal_gives_back_text_destination_and_press(tmp_path: Path) -> None:
    composition = composing()
    press = composition.begin_press(now=1)
    Journal(tmp_path).keep(composition, now=story.NOW)
    found = Journal(tmp_path).read()[2]
    assert (found.reply.text, found.destination, found.press) == ("We are on it.", HARBOUR, press)


def test_the_journal_forgets_what_the_hub_has(tmp_path: Path) -> None:
    composition = composing()
    Journal(tmp_path).keep(composition, now=1)
    composition.reply.saved = composition.reply.text
    Journal(tmp_path).keep(composition, now=2)
    assert Journal(tmp_path).read() == {}


def test_the_journal_knows_whose_words_a_failed_reply_lent(tmp_path: Path) -> None:
    composition = Composition(2)
    composition.adopt(FAILED, HARBOUR)
    composition.reply.text = "Written anew."
    composition.reply.saved = composition.reply.text
    Journal(tmp_path).keep(composition, now=1)
    found = Journal(tmp_path).read()[2]
    assert not found.follow(OutboxState.FAILED, FAILED.text)
    assert (found.reply.text, found.retry_of) == ("Written anew.", FAILED.id)


def test_words_that_left_otherwise_go_and_new_ones_stay_as_a_reply_of_their_own() -> None:
    for state in LEFT:
        same, anew = Composition(2), Composition(2)
        for composition in (same, anew):
            composition.adopt(FAILED, HARBOUR)
        anew.reply.text = "Written anew."
        assert same.follow(state, FAILED.text)
        assert not anew.follow(state, FAILED.text)
        assert (same.reply.text, anew.reply.text) == ("", "Written anew.")
        assert anew.retry_of == anew.adopted == 0


def test_what_nobody_knows_or_somebody_cancelled_keeps_its_words() -> None:
    for state in (None, OutboxState.CANCELLED, OutboxState.UNKNOWN):
        composition = Composition(2)
        composition.adopt(FAILED, HARBOUR)
        assert not composition.follow(state, FAILED.text)
        assert composition.reply.text == FAILED.text


def test_a_second_failure_shows_the_words_again() -> None:
    composition = Composition(2)
    composition.adopt(FAILED, HARBOUR)
    composition.follow(OutboxState.WAITING, FAILED.text)
    assert composition.adopt(FAILED, HARBOUR)


def test_a_damaged_draft_is_set_aside_and_the_others_are_read(tmp_path: Path) -> None:
    Journal(tmp_path).keep(composing(), now=1)
    (tmp_path / "7.json").write_text("{half")
    assert list(Journal(tmp_path).read()) == [2]
    assert (tmp_path / "7.unreadable").exists()


def test_a_monogram_is_made_where_none_is_given() -> None:
    account = story.ACCOUNTS[1]
    plain = destination_for("a", "", "", type(account)(id=9, network="x", handle="h", brand="Quay"), story.NETWORKS[0])
    assert isinstance(plain, Destination)
    assert plain.monogram == "QU"
