"""A thread's rows: days, the post to answer, folded events, context."""

import msgspec

from app.domain.conversation import Entry, EntryKind
from tests.fakes import desk_story as story
from widgets.agent.row_words import spoken_words
from widgets.models.thread import RowKind, newest_post, thread_rows, unfolded_rows


def kinds(entries: tuple[Entry, ...]) -> list[RowKind]:
    return [row.kind for row in thread_rows(entries, handle="mira.example", now=story.NOW)]


def test_rows_stand_in_time_with_a_line_for_each_day() -> None:
    assert kinds(story.MIRA_ENTRIES) == [
        RowKind.DAY, RowKind.OWN,
        RowKind.DAY, RowKind.POST, RowKind.POST, RowKind.OWN, RowKind.NOTE,
        RowKind.DAY, RowKind.ASK, RowKind.EVENT, RowKind.EVENT,
    ]  # fmt: skip


def test_the_post_to_answer_is_the_newest_of_somebody_else() -> None:
    target = newest_post(story.MIRA_ENTRIES)
    assert target is not None
    assert target.native_id == "at://mira/2"


def test_what_strangers_say_to_each_other_is_shown_and_not_what_we_answer() -> None:
    target = newest_post(story.MIRA_ENTRIES)
    assert target is not None
    stranger = Entry(kind=EntryKind.POST, id=900, at=target.at + 1, handle="jon", native_id="a", aside=True)
    assert newest_post((*story.MIRA_ENTRIES, stranger)) == target


def test_three_events_in_a_row_become_one_line() -> None:
    third = msgspec.structs.replace(story.MIRA_ENTRIES[-1], id=3)
    rows = thread_rows((*story.MIRA_ENTRIES, third), handle="mira.example", now=story.NOW)
    assert rows[-1].kind is RowKind.FOLD
    assert rows[-1].words == "3 events"


def replies(count: int, *, handle: str = "jon") -> list[Entry]:
    return [
        Entry(
            kind=EntryKind.POST, id=800 + one, at=story.NOW + one, handle=handle, native_id=f"r{one}", text=f"No {one}"
        )
        for one in range(count)
    ]


def asked(count: int) -> Entry:
    return Entry(kind=EntryKind.POST, id=990, at=story.NOW + count, handle="mira.example", native_id="ask", text="And?")


def test_many_replies_of_others_in_a_row_become_one_line_that_says_how_many() -> None:
    rows = thread_rows([*replies(13), asked(13)], handle="mira.example", now=story.NOW)
    assert [row.kind for row in rows] == [RowKind.DAY, RowKind.FOLD, RowKind.ASK]
    assert spoken_words(rows[1]) == "Show 13 other replies"


def test_few_replies_of_others_and_the_persons_own_are_never_folded() -> None:
    assert kinds((*replies(3), asked(3))) == [RowKind.DAY, *[RowKind.POST] * 3, RowKind.ASK]
    own = replies(6, handle="mira.example")
    assert RowKind.FOLD not in kinds((*own, asked(6)))


def test_a_reply_of_ours_parts_the_folds_and_a_fold_opens_into_what_it_was() -> None:
    ours = Entry(kind=EntryKind.OWN, id=5, at=story.NOW + 3, by="Dev", text="Thank you")
    later = [msgspec.structs.replace(one, id=one.id + 50, at=one.at + 4, native_id=f"s{one.id}") for one in replies(4)]
    rows = thread_rows([*replies(3), ours, *later, asked(9)], handle="mira.example", now=story.NOW)
    assert [row.kind for row in rows][1:] == [*[RowKind.POST] * 3, RowKind.OWN, RowKind.FOLD, RowKind.ASK]
    opened = unfolded_rows(rows[-2])
    assert [row.entry for row in opened] == later
    assert {row.kind for row in opened} == {RowKind.POST}
    assert all(row.quiet for row in opened)


def test_a_note_says_where_it_names_a_colleague_and_a_post_never_does() -> None:
    note = Entry(kind=EntryKind.NOTE, id=7, at=story.NOW, by="Dev", text="For @Ana Ruiz")
    post = Entry(kind=EntryKind.POST, id=8, at=story.NOW, handle="jon", native_id="p", text="For @Ana Ruiz")
    rows = thread_rows([note, post], handle="", now=story.NOW, colleagues=["Ana Ruiz"])
    assert {row.kind: row.called for row in rows if row.entry is not None} == {RowKind.NOTE: ((4, 9),), RowKind.ASK: ()}


def test_an_event_is_told_in_words_and_to_oneself_as_you() -> None:
    event = Entry(kind=EntryKind.EVENT, id=9, at=story.NOW, text="conversation.taken", by="Dev")
    (mine,) = [row.words for row in thread_rows([event], handle="", now=story.NOW, me="Dev") if row.entry is event]
    (others,) = [row.words for row in thread_rows([event], handle="", now=story.NOW, me="Ana") if row.entry is event]
    assert (mine, others) == ("You took it", "\u2068Dev\u2069 took it")


def test_a_note_that_is_shown_is_not_told_a_second_time_as_an_event() -> None:
    note = Entry(kind=EntryKind.NOTE, id=7, at=story.NOW, by="Dev", text="Ask the depot")
    told = Entry(kind=EntryKind.EVENT, id=8, at=story.NOW + 3, by="Dev", text="note.added")
    alone = msgspec.structs.replace(told, id=9, by="Ana")
    assert kinds((note, told, alone)) == [RowKind.DAY, RowKind.NOTE, RowKind.EVENT]


def test_other_peoples_posts_and_what_was_ours_before_are_context() -> None:
    rows = thread_rows(story.MIRA_ENTRIES, handle="mira.example", now=story.NOW)
    quiet = [row.entry.name for row in rows if row.quiet and row.entry is not None]
    assert quiet == ["Harbour Rail", "Tomas Reyes"]


def test_a_reply_on_its_way_stands_in_the_thread() -> None:
    sending = Entry(kind=EntryKind.SENDING, id=1, at=story.NOW, text="Soon")
    assert kinds((*story.MIRA_ENTRIES, sending))[-1] is RowKind.OWN


def test_a_reader_hears_what_was_done_not_how_it_is_stored() -> None:
    event = Entry(kind=EntryKind.EVENT, id=9, at=story.NOW, text="conversation.taken", by="Dev")
    row = thread_rows([event], handle="", now=story.NOW, me="Dev")[-1]
    assert spoken_words(row) == "You took it, 10:07"
