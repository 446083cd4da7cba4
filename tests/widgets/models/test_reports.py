"""What machines say about a mail, in words, and which of our replies nobody has read."""

import msgspec
import pytest

from app.domain.conversation import Entry, EntryKind
from app.domain.reply import OutboxState
from tests.fakes import desk_story as story
from widgets.models.reports import failures, reason, report_words, undelivered
from widgets.models.thread import RowKind, thread_rows

LETTER = Entry(kind=EntryKind.POST, id=1, at=story.NOW, text="Where?", handle="mira", native_id="m")
OWN = Entry(kind=EntryKind.OWN, id=2, at=story.NOW + 1, text="Tomorrow.", native_id="o", mine=True)
BOUNCED = Entry(
    kind=EntryKind.POST, id=3, at=story.NOW + 2, text="It failed.\nSorry.", native_id="b", aside=True,
    automatic="bounce", about="o", code="550 5.2.2",
)  # fmt: skip


def rows(*entries: Entry) -> list[RowKind]:
    return [row.kind for row in thread_rows(entries, handle="mira", now=story.NOW)]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("550 5.2.2", "mailbox full (550 5.2.2)"),
        ("5.1.10", "the address takes no mail (5.1.10)"),
        ("550 5.7.26", "refused by the receiver's rules (550 5.7.26)"),
        ("5.1.99", "the address does not work (5.1.99)"),
        ("554 5.5.4", "refused by the mail server (554 5.5.4)"),
        ("", "refused by the mail server"),
    ],
)
def test_a_reason_has_words_and_the_servers_figures(code: str, words: str) -> None:
    assert reason(msgspec.structs.replace(BOUNCED, code=code)) == words


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("bounce", "Delivery failed: mailbox full (550 5.2.2)"),
        ("delayed", "Not delivered yet: mailbox full (550 5.2.2). The mail server goes on trying."),
        ("auto-reply", "Automatic reply: It failed. Sorry."),
        ("receipt", "Receipt: It failed. Sorry."),
    ],
)
def test_each_kind_has_one_line(kind: str, words: str) -> None:
    assert report_words(msgspec.structs.replace(BOUNCED, automatic=kind)) == words


def test_a_report_is_a_folded_row_and_never_the_post_to_answer() -> None:
    assert rows(LETTER, OWN, BOUNCED) == [RowKind.DAY, RowKind.ASK, RowKind.OWN, RowKind.REPORT]


def test_the_reply_it_is_about_says_why_nobody_has_read_it() -> None:
    told = [row.undelivered for row in thread_rows([LETTER, OWN, BOUNCED], handle="mira", now=story.NOW)]
    assert told == ["", "", "mailbox full (550 5.2.2)", ""]


@pytest.mark.parametrize("kind", ["delayed", "auto-reply", "receipt"])
def test_only_a_mail_server_that_gave_up_makes_a_reply_undelivered(kind: str) -> None:
    entries = [LETTER, OWN, msgspec.structs.replace(BOUNCED, automatic=kind)]
    assert undelivered(entries) is None
    assert failures(entries) == {}


def test_our_last_word_is_undelivered_until_somebody_writes_again() -> None:
    found = undelivered([LETTER, OWN, BOUNCED])
    assert found is not None
    assert (found.own, found.report) == (OWN, BOUNCED)
    sending = Entry(kind=EntryKind.SENDING, id=9, at=story.NOW + 5, outbox=OutboxState.WAITING)
    assert undelivered([LETTER, OWN, BOUNCED, sending]) is None
    assert undelivered([LETTER, OWN, BOUNCED, msgspec.structs.replace(LETTER, id=10, at=story.NOW + 5)]) is None
    assert undelivered([LETTER, msgspec.structs.replace(OWN, native_id="other"), BOUNCED]) is None
    assert undelivered([]) is None
