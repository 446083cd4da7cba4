"""The timeline says who did what, and why something came to whom."""

import pytest

from app.domain.conversation import UNTIL_THEY_WRITE, Entry, EntryKind
from widgets.models.event_words import event_words


def event(verb: str, after: str = "", by: str = "Ana") -> Entry:
    return Entry(kind=EntryKind.EVENT, id=1, at=0, text=verb, name=after, by=by)


def plain(words: str) -> str:
    return words.replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize(
    ("verb", "after", "words"),
    [
        ("conversation.taken", '{"assignee":"Ana"}', "Ana took it"),
        ("conversation.assigned", '{"assignee":"Ben"}', "Ana assigned it to Ben"),
        ("conversation.assigned", '{"assignee":""}', "Ana gave it back to the queue"),
        ("conversation.labelled", '{"labels":["vip","door"]}', "Ana set the labels: vip, door"),
        ("conversation.labelled", '{"labels":[]}', "Ana took the labels off"),
        ("conversation.merged", '{"words":"and my refund"}', "Ana merged a conversation into this one: and my refund"),
        (
            "conversation.routed",
            '{"assignee":"Ben","mode":"load","open":3,"capacity":10}',
            "Came to Ben by load: 3 of 10 open, the least of everybody here",
        ),
        (
            "conversation.routed",
            '{"assignee":"Ben","mode":"round_robin","open":3,"capacity":10}',
            "Came to Ben in turn: 3 of 10 open",
        ),
        ("conversation.pending", "", "Ana let it wait for the person"),
        ("conversation.snoozed", '{"status":"snoozed","snoozed_until":3600000}', "Ana snoozed it until 01:00"),
        (
            "conversation.snoozed",
            f'{{"status":"snoozed","snoozed_until":{UNTIL_THEY_WRITE}}}',
            "Ana snoozed it until the person writes",
        ),
        ("conversation.snoozed", "", "Ana snoozed it"),
        ("reply.undone", '{"state":"cancelled"}', "Ana took the reply back"),
        ("reply.retried", '{"state":"waiting"}', "Ana tried the reply again"),
        ("reply.retried", '{"state":"held"}', "Ana tried the reply again; it is held"),
        ("reply.settled", '{"state":"sent"}', "Ana looked: the reply is there"),
        ("reply.settled", '{"state":"failed"}', "Ana looked: the reply is not there"),
        ("reply.released", '{"state":"waiting"}', "Ana let the held reply go"),
        ("reply.released", '{"state":"cancelled"}', "Ana cancelled the held reply"),
        ("reply.held", '{"reason":"Wrong prices"}', "The reply was held: Wrong prices"),
        ("reply.failed", '{"error":"Too large."}', "The reply was not sent: Too large."),
        ("reply.unknown", '{"error":"No answer."}', "The reply may have been posted: No answer."),
        ("reply.not_there", "", "The reply was not there: it goes out again"),
        ("conversation.returned", '{"from":"Ben"}', "Came back to the queue: Ben is away"),
        ("a deed of a newer version", "not JSON", "a deed of a newer version"),
        ("conversation.merged", "not JSON", "Ana merged a conversation into this one: "),
    ],
)
def test_a_deed_is_told_in_a_line(verb: str, after: str, words: str) -> None:
    assert plain(event_words(event(verb, after))) == words


def test_oneself_is_you() -> None:
    assert event_words(event("conversation.taken"), me="Ana") == "You took it"
    routed = event("conversation.routed", '{"assignee":"Ana","mode":"load","open":1,"capacity":5}', by="hub")
    assert event_words(routed, me="Ana").startswith("Came to you by load: 1 of 5")
