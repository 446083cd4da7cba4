"""The replay: an invented airline's social life, on any machine, without a network. Known by the hub through the entry
point; knows domain, core and its parts in `_replay`.

Same seed and story, same posts with the same ids, whatever the speed, the batches or the restarts. Replies go to a
network in this process's memory, and the people in it answer.
"""

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import ClassVar

from app.connectors._replay.aftermath import Happening
from app.connectors._replay.invented_network import network_of
from app.connectors._replay.options import Options, form, read_options
from app.connectors._replay.script import Script, generate
from app.connectors._replay.story import Story, load_story, place
from app.connectors._replay.timeline import Timeline, open_timeline, read_cursor
from app.connectors.base import Identity, Refused, Tools, Unreachable
from app.connectors.surroundings import surroundings
from app.core.clock import HOUR, MINUTE, Millis
from app.core.i18n import N_, _
from app.domain.account import Account
from app.domain.network import Capability, Limits, NetworkInfo, QualityRule
from app.domain.post import Batch, Post
from app.domain.reply import OutgoingReply, Receipt

__all__ = ["Replay", "Script", "Story", "generate", "load_story", "place"]

_TICK = 0.5
_HEARTBEAT = 5_000
"""Milliseconds of simulated silence after which an empty batch says that all is well."""

_BATCH = 500
_ABSENT: Millis = 2 * MINUTE
"""Further behind than this, the replay catches up instead of pretending that old posts are new."""

_REOPEN: Millis = 6 * HOUR
"""After a longer absence a story with a crisis "in some minutes" is told anew."""

_LENGTH = 1_000


class Replay:
    """One replay account. Made as every connector is; see `app.connectors.base.Connector`."""

    INFO: ClassVar[NetworkInfo] = NetworkInfo(
        name="replay",
        title=N_("Replay"),
        glyph="Re",
        icon="replay",
        capabilities=frozenset(Capability),
        form=form(),
        limits=Limits(length=_LENGTH, images=4, image_bytes=2_000_000, alt_text_length=2_000, parts=True),
        quality=(
            QualityRule(rule="resume", state="done", note="the cursor is the simulated moment and the opening"),
            QualityRule(rule="rate budget", state="exempt", note="there is no server"),
            QualityRule(rule="sends survive a restart of the hub", state="exempt", note="kept in memory on purpose"),
        ),
        help=N_(
            "Plays the social life of Norvane Air, an invented airline, with invented people. Posts carry the networks"
            " they pretend to come from (bluesky, x, facebook …) and ids that begin with replay:. Replies go through"
            " this account into the memory of the program, are found again there, and people may answer them within"
            " three minutes. Nothing leaves this machine."
        ),
    )

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        self._account = account
        self._clock = tools.clock
        self._network = network_of(account.id)

    async def check(self) -> Identity:
        """Say who we are. Raises BadInput when an option makes no sense."""
        read_options(self._account.options)
        return Identity(native_id="replay:norvaneair", handle=self._account.handle, title=self._account.brand)

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        """History, then life. Ends only where the account has a length."""
        options = read_options(self._account.options)
        timeline = self._open(options, cursors)
        script = await asyncio.to_thread(_script, options, timeline, self._account.id)
        self._network.world = script, timeline
        begins = timeline.begins
        reached = _reached(cursors, "history", begins - round(options.history_hours * HOUR) - 1)
        if "live" not in cursors:
            async for batch in self._catch_up("history", script, timeline, reached=reached, target=begins - 1):
                yield batch
        reached = _reached(cursors, "live", begins - 1)
        target = timeline.simulated(self._clock.now())
        if target - reached > _ABSENT * max(1.0, timeline.speed):
            async for batch in self._catch_up("live", script, timeline, reached=reached, target=target):
                yield batch
            reached = target
        async for batch in self._live(timeline, script.happenings(reached + 1), reached):
            yield batch

    async def close(self) -> None:
        """Nothing to let go of."""

    def new_key(self) -> str:
        """A random key."""
        return uuid.uuid4().hex

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Publish in memory, once a key. Raises Refused for an empty or too long text, Unreachable before
        the stream has begun."""
        known = self._network.find(key)
        if known is not None:
            return known
        if not reply.text.strip() or len(reply.text) > _LENGTH:
            raise Refused(
                _("The replay takes no reply of {length} characters.").format(length=len(reply.text.strip())),
                hint=_("Write between 1 and {most} characters.").format(most=_LENGTH),
            )
        if self._network.world is None:
            raise Unreachable(_("The replay is not open yet."), hint=_("It is tried again in a moment."))
        above = next((post for post in self._around(reply.parent) if post.native_id == reply.parent), None)
        seed = read_options(self._account.options).seed
        return self._network.publish(reply, key=key, above=above, account=self._account, seed=seed, moment=self._now())

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """The receipt of a send of this process, or None when there was none."""
        return self._network.find(key)

    async def thread(self, native_id: str) -> tuple[Post, ...]:
        """What is above and below a post, oldest first; empty when this replay never wrote it."""
        return surroundings(self._around(native_id))

    def _around(self, native_id: str) -> tuple[Post, ...]:
        chain: list[Post] = []
        post = self._network.post(native_id)
        while post is not None:
            chain.append(post)
            native_id = post.parent
            post = self._network.post(native_id)
        moment = self._now()
        found = self._network.world[0].thread(native_id) if self._network.world else ()
        return (*(one for one in found if one.created_at <= moment), *reversed(chain))

    async def delete(self, native_id: str) -> None:
        """Take an own reply back."""
        self._network.delete(native_id)

    def _now(self) -> Millis:
        """The simulated moment."""
        now = self._clock.now()
        return self._network.world[1].simulated(now) if self._network.world else now

    def _open(self, options: Options, cursors: Mapping[str, str]) -> Timeline:
        """The opening the cursors speak of, or a new one."""
        now = self._clock.now()
        opened = now
        for lane in ("history", "live"):
            if lane in cursors:
                opened = read_cursor(cursors[lane])[1]
        timeline = open_timeline(options, opened)
        if options.crisis_in is not None and not options.start and "live" in cursors:
            reached = read_cursor(cursors["live"])[0]
            if timeline.simulated(now) - reached > _REOPEN:
                timeline = open_timeline(options, now)
        return timeline

    async def _catch_up(
        self, lane: str, script: Script, timeline: Timeline, *, reached: Millis, target: Millis
    ) -> AsyncIterator[Batch]:
        """Everything after `reached` up to and with `target`, in large batches, oldest first."""
        taken: list[Happening] = []
        for happening in script.happenings(reached + 1, target + 1):
            if len(taken) >= _BATCH and happening.at > taken[-1].at:
                yield _batch(lane, taken, timeline, taken[-1].at, backfill=True)
                taken = []
                await self._clock.sleep(0)
            taken.append(happening)
        if taken or reached < target:
            yield _batch(lane, taken, timeline, target, backfill=True)

    async def _live(self, timeline: Timeline, coming: Iterator[Happening], reached: Millis) -> AsyncIterator[Batch]:
        ahead = next(coming)
        while not timeline.ends or reached < timeline.ends:
            moment = timeline.simulated(self._clock.now())
            taken: list[Happening] = []
            while ahead.at <= moment:
                taken.append(ahead)
                ahead = next(coming)
            ours, gone = self._network.due(moment), self._network.gone()
            if taken or ours or gone or moment - reached >= _HEARTBEAT or moment == timeline.ends:
                reached = max(reached, moment)
                yield _batch("live", taken, timeline, reached, ours=ours, gone=gone)
                self._network.delivered(ours, gone)
            await self._clock.sleep(_TICK)


def _batch(
    lane: str,
    taken: list[Happening],
    timeline: Timeline,
    moment: Millis,
    *,
    backfill: bool = False,
    ours: tuple[Post, ...] = (),
    gone: tuple[str, ...] = (),
) -> Batch:
    return Batch(
        lane=lane,
        posts=(*(one.post for one in taken if one.post is not None), *ours),
        deleted=(*(one.gone for one in taken if one.gone), *gone),
        cursor=timeline.cursor(moment),
        backfill=backfill,
        caught_up_to=moment,
    )


def _script(options: Options, timeline: Timeline, account_id: int) -> Script:
    crisis_at = 0 if options.crisis_in is None else timeline.begins + options.crisis_in
    story = place(load_story(options.story), timeline.begins, crisis_at=crisis_at, pace=options.pace)
    return Script(
        options.seed, story, per_minute=options.per_minute, addressed=options.addressed, account_id=account_id
    )


def _reached(cursors: Mapping[str, str], lane: str, default: Millis) -> Millis:
    return read_cursor(cursors[lane])[0] if lane in cursors else default
