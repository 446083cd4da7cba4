"""Every act has a sentence; none is left out because this version has no words for it."""

import re
from pathlib import Path

import pytest

from app.domain.audit import AuditRow
from app.domain.audit_words import KINDS, SENTENCES, act_words, changes_of, is_known, verbs_of
from app.domain.consent import Word
from app.domain.heard import Public
from app.domain.walls import Verb

APP = Path(__file__).parents[2] / "app"
NOUNS = "|".join(noun for _title, nouns in KINDS.values() for noun in nouns)


def row(verb: str, *, subject: str = "house:x", before: str = "", after: str = "") -> AuditRow:
    return AuditRow(
        id=1, at=0, who="Rosa", role="lead", station="desk", verb=verb, subject=subject, before=before, after=after
    )


def written() -> set[str]:
    """Every verb that the hub's code writes in full, and those it makes from a word of the domain."""
    texts = [
        path.read_text(encoding="utf-8") for room in ("services", "hub", "store") for path in (APP / room).glob("*.py")
    ]
    found = {verb for text in texts for verb in re.findall(rf'"((?:{NOUNS})\.[a-z_]+)"', text)}
    made = {f"consent.{word.value}" for word in Word} | {f"wall.{verb.value}" for verb in Verb}
    return found | made | {f"post.{public.value}" for public in Public}


def test_every_act_that_is_written_has_a_sentence_and_no_sentence_is_for_nothing() -> None:
    assert written() - set(SENTENCES) == set()
    statuses = {"conversation.open", "conversation.pending", "conversation.snoozed", "conversation.resolved"}
    assert set(SENTENCES) - written() - statuses - {"conversation.assigned"} == set()


def test_every_noun_that_is_written_belongs_to_a_kind() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in (APP / "services").glob("*.py"))
    nouns = set(re.findall(r'principal, f?"([a-z]+)\.', text))
    assert nouns
    assert nouns <= {noun for _title, known in KINDS.values() for noun in known}


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (row("topic.saved", after='{"name":"Doors","query":"door"}'), "Rosa saved the topic Doors: door"),
        (row("topic.removed", before='{"name":"Doors"}'), "Rosa removed the topic Doors"),
        (
            row("wall.message", subject="wall:all", after='{"text":"Lunch"}'),
            "Rosa showed a message on all walls: Lunch",
        ),
        (row("wall.hold", subject="wall:room:Hall"), "Rosa held the scene of Hall"),
        (row("wall.panic", subject="wall:all"), "Rosa put every wall on the neutral scene"),
        (row("conversation.assigned", after='{"assignee":""}'), "Rosa assigned a conversation to nobody"),
        (row("conversation.labelled", after='{"labels":["a","b"]}'), "Rosa set the labels of a conversation: a, b"),
        (row("alarm.judged", after='{"true":false,"why":"Quiet"}'), "Rosa judged an alarm: a false alarm. Quiet"),
        (row("account.removed", before='{"brand":"B","handle":"b"}'), "Rosa removed the account B, @b"),
        (row("reply.queued", after='{"as":"us","to":"mira","text":"Hi"}'), "Rosa replied as @us to @mira: Hi"),
        (row("post.blocked", before='{"public":"held"}'), "Rosa kept a post off the walls"),
        (row("post.blocked", before='{"public":"released"}'), "Rosa took a post off the walls"),
        (row("cat.fed", subject="cat:3"), "Rosa: cat.fed (cat:3)"),
        (row("topic.saved", after="not json"), "Rosa saved the topic"),
    ],
)
def test_an_act_is_one_sentence(act: AuditRow, words: str) -> None:
    assert act_words(act) == words


def test_a_long_text_is_shortened_and_names_are_set_apart_where_that_is_asked_for() -> None:
    long = row("snippet.saved", subject="snippet:late", after='{"text":"' + "x" * 500 + '"}')
    assert len(act_words(long)) < 220
    assert act_words(row("hold.lifted"), name=lambda words: f"<{words}>") == "<Rosa> let sending go on"


def test_changes_name_what_differs_alone() -> None:
    act = row("topic.saved", before='{"name":"A","kind":"brand"}', after='{"name":"B","kind":"brand","region":"DE"}')
    assert changes_of(act) == [("name", "A", "B"), ("region", "", "DE")]


def test_a_kind_stands_for_its_nouns_and_an_act_for_itself() -> None:
    assert verbs_of("walls") == ("wall", "screen")
    assert verbs_of("topic.saved") == ("topic.saved",)
    assert [is_known(one) for one in ("walls", "screen", "topic.saved", "cats", "")] == [True, True, True, False, False]
