"""What people say of a post and a topic, or of spam, learned by small heads. Known by the door, teaching and the hub;
knows analytics, language, store, wire and domain."""

import asyncio
from collections.abc import Mapping

import msgspec

from app.analytics.figures import share
from app.domain.correction import Lesson
from app.domain.principal import Principal
from app.domain.topic import ALL_TOPICS
from app.language.heads import Head, learn_head
from app.services.door import handles
from app.services.house import House
from app.store import audit, kv, lessons
from app.store.transaction import Read, Write
from app.wire.answers import Done, ModelAccuracy
from app.wire.language_calls import SayAbout

HEADS = "heads"
"""Under this name the heads are kept; 0 is spam, any other number the topic of this id."""


@handles(SayAbout)
async def say_about(house: House, principal: Principal, request: SayAbout) -> Done:
    def work(tx: Write) -> None:
        number, topic = request.post_id, request.topic
        if lessons.say_about(tx, number, topic, about=request.about, by=principal.name):
            verb = "post.about" if request.about else "post.not_about"
            audit.write(tx, principal, verb, f"post:{number}", after={"topic": topic})

    await house.store.write(work, initiator=principal.station)
    return Done()


def kept_heads(tx: Read) -> dict[int, Head]:
    """The heads as they were last learned; none where that cannot be read any more."""
    saved = kv.get(tx, HEADS)
    try:
        return msgspec.msgpack.decode(saved, type=dict[int, Head]) if saved else {}
    except msgspec.MsgspecError:
        return {}


def keep_heads(tx: Write, heads: Mapping[int, Head]) -> None:
    """Keep them for the next start."""
    kv.put(tx, HEADS, msgspec.msgpack.encode(heads))


async def learn(house: House) -> dict[int, Head]:
    """Learn every head anew from what was said so far."""
    spam = await house.store.read(lessons.of_spam)
    told = {ALL_TOPICS: spam} | {
        topic: await house.store.read(lambda tx, topic=topic: lessons.of_topic(tx, topic))  # type: ignore[misc]
        for topic in await house.store.read(lessons.taught_topics)
    }
    return await asyncio.to_thread(_learned, told)


def _learned(told: Mapping[int, list[Lesson]]) -> dict[int, Head]:
    heads = {about: learn_head(found) for about, found in told.items()}
    return {about: head for about, head in heads.items() if head is not None}


def head_accuracies(heads: Mapping[int, Head]) -> tuple[ModelAccuracy, ...]:
    """How often each head is right about the posts it learned from, were each of them unseen (leave one out)."""
    return tuple(_accuracy(about, head) for about, head in sorted(heads.items()))


def _accuracy(about: int, head: Head) -> ModelAccuracy:
    lessons_learned = head.against + head.kept
    told = share(head.found + head.kept - head.wronged, lessons_learned)
    return ModelAccuracy(
        model=f"lessons-{lessons_learned}",
        sample=told.sample,
        value=told.value,
        low=told.low,
        high=told.high,
        of="topic" if about else "spam",
        topic=about,
        speaks=head.speaks,
        found=100 * head.found / head.against,
        wronged=100 * head.wronged / head.kept,
    )
