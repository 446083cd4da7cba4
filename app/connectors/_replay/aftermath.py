"""What follows from a post: more from the same person, others joining, the care team's answer, edits and deletions.
Known by script; knows phrases, slots, deck and domain."""

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from app.connectors._replay.cast import Voice, load_cast
from app.connectors._replay.deck import line_for
from app.connectors._replay.pages import brand_author
from app.connectors._replay.phrases import Part, Template
from app.connectors._replay.slots import Slots
from app.connectors._replay.story import Story
from app.connectors._replay.typing_styles import typed
from app.core.clock import MINUTE, Millis
from app.domain.post import ADDRESSED, Post, PostKind

_EDITED = 0.006
_DELETED = 0.004
_CARED_FOR = 0.93
_ANSWERS = 0.24
_THANKS = 0.72
_FOLLOWS = 0.55
"""How often a thread that could go on does."""

LONGEST: Millis = 95 * MINUTE
"""Nothing follows later than this after the first post."""


class Happening(Struct, frozen=True):
    """Something the invented networks report.

    Attributes:
        at: when it reaches us.
        post: new or edited; None when a post is gone.
        gone: native id of the deleted post.
    """

    at: Millis
    post: Post | None = None
    gone: str = ""


class Told(Struct, frozen=True):
    """A post with everything that will follow from it."""

    post: Post
    later: tuple[Happening, ...] = ()


class Aftermath:
    """Makes what follows.

    Attributes:
        story: its `opens` says until when the airline's own people have answered.
    """

    def __init__(self, story: Story, *, account_id: int) -> None:
        self.story = story
        self._account_id = account_id
        self._crowd = load_cast().crowd

    def of(self, post: Post, template: Template, slots: Slots) -> Iterator[Happening]:
        """All that follows from `post`, not in order of time."""
        if template.then and slots.rng.random() < _FOLLOWS:
            yield from self._thread(post, template, slots)
        if post.kind in ADDRESSED:
            yield from self._care(post, template, slots)
        draw = slots.rng.random()
        if draw < _EDITED:
            yield self._edit(post, slots)
        elif draw > 1 - _DELETED:
            gone_at = post.created_at + int(slots.rng.uniform(3, 40) * MINUTE)
            yield Happening(gone_at, None, post.native_id)

    def _thread(self, post: Post, template: Template, slots: Slots) -> Iterator[Happening]:
        at = post.created_at
        for number, (who, parts) in enumerate(template.then, start=1):
            at += int(slots.rng.uniform(1.5, 16) * MINUTE)
            native_id = f"{post.native_id}.{number}"
            if who == "me":
                kind = PostKind.MENTION if post.kind is PostKind.MENTION else post.kind
                yield self._said(
                    native_id, at, post, slots.voice, kind=kind, slots=slots, parts=parts, mood=template.mood
                )
            else:
                voice = self._stranger(post, slots)
                yield self._said(
                    native_id, at, post, voice, kind=PostKind.HEARD, slots=slots, parts=parts, mood=template.mood
                )

    def _stranger(self, post: Post, slots: Slots) -> Voice:
        """Somebody else on the same network and of the same tongue, else the same person's neighbour."""
        group = self._crowd[slots.voice.region.code]
        for _ in range(12):
            voice = group[int(slots.rng.random() * len(group))]
            if voice.network == post.network and voice.language == slots.voice.language:
                return msgspec.structs.replace(voice, sign="")
        author = msgspec.structs.replace(voice.author, native_id=f"replay:{post.network}:{voice.author.handle}")
        return msgspec.structs.replace(voice, author=author, network=post.network, language=slots.voice.language)

    def _care(self, post: Post, template: Template, slots: Slots) -> Iterator[Happening]:
        rng = slots.rng
        at = post.created_at + int(min(55.0, rng.lognormvariate(2.4, 0.6)) * MINUTE)
        reply = line_for(slots.voice, rng, "care", mood=template.mood, intent=template.intent)
        if rng.random() > _CARED_FOR or at >= self.story.opens or reply is None:
            return
        own = self._said(
            f"{post.native_id}.c", at, post, slots.voice, kind=PostKind.OWN, slots=slots, parts=reply.parts, mood=""
        )
        yield own
        if rng.random() < _ANSWERS and own.post is not None:
            yield from self._answer(post, own.post, slots)

    def _answer(self, post: Post, own: Post, slots: Slots) -> Iterator[Happening]:
        rng = slots.rng
        mood = "positive" if rng.random() < _THANKS else "negative"
        said = line_for(slots.voice, rng, "answer", mood=mood)
        if said is None:
            return
        at = own.created_at + int(rng.uniform(1, 20) * MINUTE)
        kind = PostKind.REPLY if post.kind is PostKind.MENTION else post.kind
        yield self._said(
            f"{post.native_id}.t", at, own, slots.voice, kind=kind, slots=slots, parts=said.parts, mood=mood
        )

    def _edit(self, post: Post, slots: Slots) -> Happening:
        at = post.created_at + int(slots.rng.uniform(2, 25) * MINUTE)
        line = line_for(slots.voice, slots.rng, "edit")
        text = f"{post.text}\n\n{slots.fill(line.parts)}" if line else post.text
        return Happening(at, msgspec.structs.replace(post, text=text, edited_at=at))

    def _said(
        self,
        native_id: str,
        at: Millis,
        above: Post,
        voice: Voice,
        *,
        kind: PostKind,
        slots: Slots,
        parts: tuple[Part, ...],
        mood: str,
    ) -> Happening:
        text = slots.fill(parts)
        own = kind is PostKind.OWN
        author = brand_author(above.network) if own else voice.author
        post = Post(
            network=above.network,
            native_id=native_id,
            kind=kind,
            text=text if own else typed(text, voice, mood=mood, rng=slots.rng),
            created_at=at,
            author=author,
            account_id=self._account_id,
            thread=above.thread or above.native_id,
            parent=above.native_id,
            language=voice.language if own else above.language,
            region="PT" if own else voice.region.code,
            reach=author.followers,
        )
        return Happening(at, post)
