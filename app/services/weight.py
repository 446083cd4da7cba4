"""How much a person's word weighs. Known by the conversations' services; knows analytics, store and domain."""

from msgspec.structs import replace

from app.analytics.community import Voice, influence
from app.core.clock import DAY
from app.domain.conversation import Influence, Person
from app.store import voices
from app.store.transaction import Read

WEIGHED_DAYS = 90


def weighed(tx: Read, person: Person) -> Person:
    """The person with his influence over the last three months (`analytics.community.influence`)."""
    said = voices.spoken(tx, person.id, since=tx.now - WEIGHED_DAYS * DAY)
    if not said.posts:
        return person
    found = influence(
        Voice(followers=said.followers, posts=said.posts, on_topic=said.on_topic, reactions=said.reactions)
    )
    told = Influence(
        index=found.index,
        reach=found.reach,
        resonance=found.resonance,
        relevance=found.relevance,
        posts=said.posts,
        days=WEIGHED_DAYS,
    )
    return replace(person, influence=told)
