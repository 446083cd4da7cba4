"""A story: what happens to the invented airline, minute by minute. Known by script and replay; knows core.

A story file lists beats. A beat has a curve of extra posts, phases that change what people say, lags by which regions
and networks follow, and scripted posts (news, the airline's statement) at exact moments.
"""

import re
from bisect import bisect_right
from functools import cache

import msgspec
from msgspec import Struct

from app.core.clock import DAY, HOUR, MINUTE, Millis
from app.core.errors import BadInput
from app.core.i18n import _
from app.core.paths import resources
from app.domain.post import PostKind


class ScriptedPost(Struct, frozen=True, kw_only=True):
    """A post written for one moment of a beat.

    Attributes:
        after: minutes after the beat's start, before `pace`.
        handle: of a voice of the cast, or the airline's own for a statement.
        text: {+85} stands for the clock time 85 story minutes after the beat's start.
    """

    after: float
    network: str
    handle: str
    text: str
    kind: PostKind = PostKind.HEARD
    language: str = "en"


class Beat(Struct, frozen=True, kw_only=True):
    """Something that happens and is talked about.

    Attributes:
        key: the scene of the phrases that belong to it.
        at: HH:MM UTC of the story's day.
        lead: this beat is the crisis; the story can be placed by it, and `pace` compresses it.
        curve: (minutes after start, extra posts as a multiple of the ordinary rate), linear between.
        phases: (minutes after start, name), ascending.
        topics: everyday topics whose complaints are also heard now.
        regions, networks: minutes by which they follow; the first default to `others`, the latter to 0.
        near: weight of a region's interest, `elsewhere` for those not named.
        start, pace: set when the story is placed.
    """

    key: str
    at: str
    title: str
    lead: bool = False
    curve: tuple[tuple[float, float], ...] = ()
    phases: tuple[tuple[float, str], ...] = ((0.0, ""),)
    topics: tuple[str, ...] = ()
    regions: dict[str, float] = {}
    others: float = 0.0
    networks: dict[str, float] = {}
    near: dict[str, float] = {}
    elsewhere: float = 1.0
    posts: tuple[ScriptedPost, ...] = ()
    start: Millis = 0
    pace: float = 1.0

    def minutes(self, moment: Millis) -> float:
        """Story minutes since the start; negative before it."""
        return (moment - self.start) / MINUTE * self.pace

    def extra(self, minutes: float) -> float:
        """Extra posts as a multiple of the ordinary rate, so many story minutes after the start."""
        at = bisect_right(self.curve, minutes, key=lambda point: point[0])
        if at == 0 or at == len(self.curve):
            return 0.0
        (left, low), (right, high) = self.curve[at - 1], self.curve[at]
        return low + (high - low) * (minutes - left) / (right - left)

    def active(self, moment: Millis) -> bool:
        latest = max(self.regions.values(), default=0.0)
        return 0 <= self.minutes(moment) < self.curve[-1][0] + max(latest, self.others)

    def phase(self, minutes: float) -> str:
        at = bisect_right(self.phases, minutes, key=lambda point: point[0])
        return self.phases[max(0, at - 1)][1]

    def text_of(self, post: ScriptedPost) -> str:
        """A scripted post's text, with {+85} turned into the UTC time 85 story minutes after the start."""
        return re.sub(r"\{\+(\d+)\}", lambda found: self._clock_after(int(found[1])), post.text)

    def moment_of(self, post: ScriptedPost) -> Millis:
        """When a scripted post is published."""
        return self.start + round(post.after / self.pace * MINUTE)

    def _clock_after(self, minutes: int) -> str:
        hours, rest = divmod((self.start + round(minutes / self.pace * MINUTE)) // MINUTE % 1440, 60)
        return f"{hours:02}:{rest:02}"


class Story(Struct, frozen=True, kw_only=True):
    """A story with its beats.

    Attributes:
        opens: before this moment the airline's own care team has answered people; from then on nobody does but us.
    """

    name: str
    title: str
    beats: tuple[Beat, ...] = ()
    opens: Millis = 0

    @property
    def lead(self) -> Beat | None:
        return next((beat for beat in self.beats if beat.lead), None)


def story_names() -> tuple[str, ...]:
    """Every story there is."""
    return tuple(sorted(path.stem for path in (resources() / "replay" / "story").glob("*.toml")))


@cache
def load_story(name: str) -> Story:
    """The story as written, its beats not yet placed. Raises BadInput with the names there are."""
    if name not in story_names():
        raise BadInput(
            _("There is no story called {name}.").format(name=repr(name)),
            hint=_("Choose one of: {names}.").format(names=", ".join(story_names())),
        )
    return msgspec.toml.decode((resources() / "replay" / "story" / f"{name}.toml").read_bytes(), type=Story)


def place(story: Story, opens: Millis, *, crisis_at: Millis = 0, pace: float = 1.0) -> Story:
    """The story laid on the clock.

    Without `crisis_at` its beats happen at their hours on the UTC day of `opens`; with it, the whole day is shifted so
    that the lead beat starts then. `pace` compresses the lead beat only (5: an hour's crisis in twelve minutes).
    """
    day = opens - opens % DAY
    lead = story.lead
    shift = crisis_at - day - _clock(lead.at) if crisis_at and lead else 0
    beats = tuple(
        msgspec.structs.replace(beat, start=day + _clock(beat.at) + shift, pace=pace if beat.lead else 1.0)
        for beat in story.beats
    )
    return msgspec.structs.replace(story, beats=beats, opens=opens)


def _clock(text: str) -> Millis:
    hours, minutes = text.split(":")
    return int(hours) * HOUR + int(minutes) * MINUTE
