"""The whole replay as a pure function of seed, story and time. Known by replay; knows its siblings.

Time is cut into blocks of ten minutes; a block is written from its number alone, so any window gives the same posts,
however it is cut, paused or resumed. Answers, edits and deletions are made together with the post they belong to and
wait in a heap.
"""

import heapq
import itertools
import random
import zlib
from bisect import bisect
from collections import deque
from collections.abc import Iterator
from functools import lru_cache

from app.connectors._replay import deck
from app.connectors._replay.aftermath import LONGEST, Aftermath, Happening, Told
from app.connectors._replay.cast import Voice, load_cast
from app.connectors._replay.pages import Pages
from app.connectors._replay.phrases import Template, load_phrases
from app.connectors._replay.regions import load_regions
from app.connectors._replay.rhythm import Rhythm, draw_count
from app.connectors._replay.scripted import Scripted
from app.connectors._replay.slots import HANDLE, Slots
from app.connectors._replay.story import Beat, Story
from app.connectors._replay.typing_styles import typed
from app.core.clock import MINUTE, Millis
from app.domain.post import Media, Post, PostKind

BLOCK = 10
"""Minutes in a block."""

_LOOKBACK = -(-LONGEST // (BLOCK * MINUTE))
_RECENT = 60
_CAST_SHARE = 0.08
_PRESS_SHARE = 0.005
_TRIES = 12
_AWAKE_FLOOR = 0.45
"""Bad news is talked about at night too: a beat's extra posts count from at least this share of the peak."""

_TAGGING = frozenset({"x", "instagram", "tiktok", "mastodon"})
_TAGGED = 0.08

_KINDS = {
    "x": ((PostKind.MENTION, 0.82), (PostKind.DIRECT, 0.18)),
    "bluesky": ((PostKind.MENTION, 0.92), (PostKind.DIRECT, 0.08)),
    "mastodon": ((PostKind.MENTION, 1.0),),
    "reddit": ((PostKind.MENTION, 1.0),),
    "facebook": ((PostKind.COMMENT, 0.6), (PostKind.DIRECT, 0.4)),
    "instagram": ((PostKind.COMMENT, 0.7), (PostKind.DIRECT, 0.3)),
    "youtube": ((PostKind.COMMENT, 1.0),),
    "tiktok": ((PostKind.COMMENT, 1.0),),
}


class _Turn:
    """The state of one block while it is written."""

    def __init__(self, rng: random.Random, number: int) -> None:
        self.rng = rng
        self.number = number
        self.count = 0
        self._recent: dict[str, deque[Template]] = {}

    def recent(self, language: str) -> deque[Template]:
        return self._recent.setdefault(language, deque(maxlen=_RECENT))


class Script:
    """Everything that is ever said in one replay.

    Attributes:
        tag: tells the native ids of this seed, story and placement from all others.
    """

    def __init__(
        self, seed: int, story: Story, *, per_minute: float = 20.0, addressed: float = 0.12, account_id: int = 0
    ) -> None:
        self.story = story
        self.tag = f"{zlib.crc32(repr((seed, story, per_minute, addressed)).encode()):08x}"
        self._seed = seed
        self._addressed = addressed
        self._account_id = account_id
        self._regions = load_regions()
        self._cast = load_cast()
        self._press = [voice for voice in self._cast.of_role("press") if deck.everyday(voice.language, "press")]
        self._words = load_phrases().words
        self._beats = {beat.key: beat for beat in story.beats}
        self._pull = lru_cache(maxsize=256)(self._pull_of)
        self._rhythm = Rhythm(self._regions, seed=seed, peak=per_minute)
        self._pages = Pages(seed, self.tag, story=story, account_id=account_id)
        self._scripted = Scripted(self.tag, story=story, account_id=account_id)
        self._aftermath = Aftermath(story, account_id=account_id)

    def happenings(self, start: Millis, end: Millis | None = None) -> Iterator[Happening]:
        """Everything from `start` up to, not including, `end` (for ever without one), in order of time."""
        waiting: list[tuple[Millis, int, Happening]] = []
        count = 0
        first = start // MINUTE // BLOCK
        for block in itertools.count(first - _LOOKBACK):
            if end is not None and block * BLOCK * MINUTE >= end:
                break
            for told in self._block(block):
                while waiting and waiting[0][0] <= told.post.created_at:
                    happening = heapq.heappop(waiting)[2]
                    if start <= happening.at and (end is None or happening.at < end):
                        yield happening
                if start <= told.post.created_at and (end is None or told.post.created_at < end):
                    yield Happening(told.post.created_at, told.post)
                for later in told.later:
                    count += 1
                    heapq.heappush(waiting, (later.at, count, later))
        while waiting and end is not None and waiting[0][0] < end:
            happening = heapq.heappop(waiting)[2]
            if start <= happening.at:
                yield happening

    def thread(self, native_id: str) -> tuple[Post, ...]:
        """The thread a post belongs to, oldest first; empty when this replay never wrote it."""
        if not native_id.startswith(f"replay:{self.tag}-"):
            return ()
        rest = native_id.partition("-")[2]
        if rest.startswith("p"):
            page = self._pages.find(native_id)
            return (page,) if page else ()
        root = ".".join(native_id.split(".")[:2])
        if rest.startswith("s"):
            return tuple(post for post in self._scripted.all() if post.native_id == root)
        told = next((one for one in self._block(int(rest.split(".")[0], 16)) if one.post.native_id == root), None)
        return self._with_page(told) if told else ()

    def _with_page(self, told: Told) -> tuple[Post, ...]:
        above = self.thread(told.post.thread) if told.post.thread else ()
        below = (later.post for later in told.later if later.post and not later.post.edited_at)
        return (*above, told.post, *below)

    def _block(self, number: int) -> Iterator[Told]:
        turn = _Turn(random.Random(f"{self._seed}:{self.story.name}:{number}"), number)
        for minute in range(number * BLOCK, (number + 1) * BLOCK):
            for at, beat in self._moments(minute, turn.rng):
                if isinstance(beat, Post):
                    yield Told(beat)
                else:
                    yield self._tell(at, beat, turn)

    def _moments(self, minute: int, rng: random.Random) -> list[tuple[Millis, Beat | Post | None]]:
        """Who speaks when in this minute: nobody in particular, on a beat, or the script itself."""
        first = minute * MINUTE
        usual = self._rhythm.rate(minute)
        found: list[tuple[Millis, Beat | Post | None]] = [
            (first + int(rng.random() * MINUTE), None) for _ in range(draw_count(rng, usual))
        ]
        for beat in self.story.beats:
            if beat.active(first):
                extra = self._extra(beat, minute) * max(usual, _AWAKE_FLOOR * self._rhythm.peak)
                found += [(first + int(rng.random() * MINUTE), beat) for _ in range(draw_count(rng, extra))]
        found += [(post.created_at, post) for post in self._pages.in_minute(minute)]
        found += [(post.created_at, post) for post in self._scripted.in_minute(minute)]
        found.sort(key=lambda moment: moment[0])
        return found

    def _extra(self, beat: Beat, minute: int) -> float:
        """Extra posts as a multiple of the ordinary rate, over all regions."""
        return self._pull(beat.key, minute)[-1] / self._rhythm.cumulative(minute)[-1]

    def _pull_of(self, key: str, minute: int) -> list[float]:
        """How much the beat moves each region now, by who is awake there; summed up."""
        beat = self._beats[key]
        gone = beat.minutes(minute * MINUTE)
        near = (beat.near.get(region.code, beat.elsewhere) for region in self._regions)
        talk = (beat.extra(gone - beat.regions.get(region.code, beat.others)) for region in self._regions)
        moved = map(float.__mul__, near, talk)
        return list(itertools.accumulate(map(float.__mul__, moved, self._rhythm.awake(minute))))

    def _tell(self, at: Millis, beat: Beat | None, turn: _Turn) -> Told:
        """One post with everything that follows from it."""
        rng = turn.rng
        voice = self._voice(at, beat, rng)
        to_us = rng.random() < self._addressed and voice.network in _KINDS
        template = self._template(at, beat, voice, to_us, turn)
        slots = Slots(rng, self._words[voice.language], voice=voice, moment=at)
        turn.count += 1
        post = self._post(f"replay:{self.tag}-{turn.number:x}.{turn.count}", at, template, slots, to_us)
        return Told(post, tuple(self._aftermath.of(post, template, slots)))

    def _voice(self, at: Millis, beat: Beat | None, rng: random.Random) -> Voice:
        if beat is None and rng.random() < _PRESS_SHARE:
            return rng.choice(self._press)
        minute = at // MINUTE
        weights = self._rhythm.cumulative(minute) if beat is None else self._pull(beat.key, minute)
        for _ in range(_TRIES):
            region = self._regions[bisect(weights, rng.random() * weights[-1], hi=len(weights) - 1)]
            people = self._cast.people.get(region.code, ())
            group = people if people and rng.random() < _CAST_SHARE else self._cast.crowd[region.code]
            voice = group[int(rng.random() * len(group))]
            if beat is None or beat.minutes(at) >= beat.networks.get(voice.network, 0.0):
                break
        return voice

    def _template(self, at: Millis, beat: Beat | None, voice: Voice, to_us: bool, turn: _Turn) -> Template:
        to = "press" if voice.network == "news" else "us" if to_us else "about"
        chosen = deck.everyday(voice.language, to)
        if beat is not None:
            lag = beat.regions.get(voice.region.code, beat.others)
            phase = beat.phase(beat.minutes(at) - lag)
            chosen = deck.scene(voice.language, to, beat.key, phase, beat.topics) or chosen
        return chosen.draw(turn.rng, voice, turn.recent(voice.language))

    def _post(self, native_id: str, at: Millis, template: Template, slots: Slots, to_us: bool) -> Post:
        voice, rng = slots.voice, slots.rng
        kind = _kind(voice.network, rng) if to_us else PostKind.HEARD
        called = f"u/{HANDLE}" if voice.network == "reddit" else f"@{HANDLE}"
        if kind is PostKind.MENTION:
            slots.choose("air", called)
        text = typed(slots.fill(template.parts), voice, mood=template.mood, rng=rng)
        if kind is PostKind.MENTION and called not in text:
            text = f"{called} {text}" if rng.random() < 0.7 else f"{text} {called}"
        elif voice.network in _TAGGING and rng.random() < _TAGGED and "#" not in text:
            text = f"{text} #{HANDLE}"
        page = self._pages.latest(voice.network, at) if kind is PostKind.COMMENT else ""
        return Post(
            network=voice.network,
            native_id=native_id,
            kind=kind,
            text=text,
            created_at=at,
            author=voice.author,
            account_id=self._account_id,
            thread=page,
            parent=page,
            language=voice.language if rng.random() < 0.6 else "",
            region=voice.region.code,
            reach=voice.author.followers,
            media=_media(native_id, template),
        )


def generate(
    seed: int,
    story: Story,
    start: Millis,
    end: Millis,
    *,
    per_minute: float = 20.0,
    addressed: float = 0.12,
    account_id: int = 0,
) -> Iterator[Post]:
    """Every post of the window [start, end), oldest first, edited ones again with their new text.

    A pure function: equal arguments give equal posts with equal ids, and two windows side by side give what one window
    over both gives. `per_minute` is the ordinary rate at the busiest time of a week; `addressed` the share of posts
    that speak to the airline. Deletions are left out; `Script.happenings` has them.
    """
    script = Script(seed, story, per_minute=per_minute, addressed=addressed, account_id=account_id)
    return (happening.post for happening in script.happenings(start, end) if happening.post is not None)


def _kind(network: str, rng: random.Random) -> PostKind:
    draw = rng.random()
    for kind, share in _KINDS[network]:
        draw -= share
        if draw < 0:
            return kind
    return _KINDS[network][0][0]


def _media(native_id: str, template: Template) -> tuple[Media, ...]:
    if not template.picture:
        return ()
    return (
        Media(kind="image", url=f"https://replay.invalid/{native_id}.jpg", alt=template.picture, mime="image/jpeg"),
    )
