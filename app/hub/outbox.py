"""The dispatcher: takes queued replies to their networks, each once. Known by the hub's main; knows services' house,
store and connectors' contract.

A row is claimed and its idempotency key written in one transaction before the network is spoken to. Whatever happens
then, the row says what is known: sent, failed, or unknown, and of an unknown one the network is asked before anything
is tried again. After a crash every row found in `sending` is unknown. One account may have a few replies under way at
once, so that a network that does not answer holds up no other.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Protocol

import structlog

from app.connectors.base import Ambiguous, ConnectorError, RateLimited, Refused, Sender, SignInFailed, Unreachable
from app.core.clock import MINUTE, SECOND, Millis
from app.core.errors import Conflict, FishbowlError, NotFound
from app.core.i18n import _
from app.core.tasks import TaskScope
from app.domain.changes import Changes
from app.domain.principal import HUB
from app.domain.reply import Attachment, OutboxItem, OutboxState, OutgoingReply, Receipt
from app.hub.jumps import Jumps
from app.services.house import House
from app.store import attachments, audit, holding, outbox
from app.store.transaction import Write

log = structlog.get_logger(__name__)

AT_ONCE = 16
OF_ONE_ACCOUNT = 4
"""From so many replies under way on, an account waits its turn."""
IDLE_SECONDS = 30.0
SHORTEST_SECONDS = 0.05
STORE_AGAIN_SECONDS = 2.0
MOST_ATTEMPTS = 15
"""A reply that could surely not be sent so often, about ten minutes long, is failed, and its agent told."""

LONGEST_PAUSE = 15 * MINUTE
"""A reply that waits no longer than this waits for a length of time and not for a date; see `_mind_the_clock`."""

LOOK_AGAIN = (5 * SECOND, 20 * SECOND, MINUTE, 5 * MINUTE)
"""Waits between looks for an unknown reply; the last repeats."""

TRY_AGAIN = (2 * SECOND, 10 * SECOND, 30 * SECOND, MINUTE)


class Senders(Protocol):
    """Where the dispatcher finds the connector of an account."""

    def sender(self, account_id: int) -> Sender | None:
        """The account's connector, None when it is off, gone or cannot send."""
        ...


class Dispatcher:
    """Sends what is due."""

    def __init__(self, house: House, senders: Senders, scope: TaskScope) -> None:
        self._house = house
        self._senders = senders
        self._scope = scope
        self._wake = asyncio.Event()
        self._busy: dict[int, int] = {}
        self._looks: dict[int, int] = {}
        self._jumps = Jumps(house.clock)

    async def recover(self) -> None:
        """At start: what was being sent when the last hub died is unknown, and everything unknown is asked about
        soon."""

        def work(tx: Write) -> int:
            rows = outbox.interrupted(tx)
            for item in rows:
                self._unknown(tx, item, _("The hub stopped while it was sending."))
            outbox.look_soon(tx, at=tx.now + SECOND)
            return len(rows)

        count = await self._house.store.write(work)
        if count:
            log.warning("replies were being sent when the hub stopped; asking the networks", replies=count)

    def start(self) -> None:
        self._scope.supervise("outbox", self._run)

    def changed(self, changes: Changes) -> None:
        """A commit touched the outbox or the accounts."""
        if changes.outbox or "accounts" in changes.tables:
            self._wake.set()

    def stir(self) -> None:
        """A connector came up: something may be sendable now."""
        self._wake.set()

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            await self._dispatch()
            await self._sleep()

    async def _sleep(self) -> None:
        """Until something happens, or the next reply or look is due that there is room for."""
        moments = await self._next_moments() if len(self._busy) < AT_ONCE else ()
        now = self._house.clock.now()
        waits = [max(SHORTEST_SECONDS, (moment - now) / 1000) for moment in moments if moment]
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), min([IDLE_SECONDS, *waits]))

    async def _next_moments(self) -> tuple[Millis, Millis]:
        busy, looked_at = self._busy_accounts(), tuple(self._busy)
        return await self._house.store.read(
            lambda tx: (outbox.next_due(tx, busy=busy), outbox.next_look(tx, busy=busy, looked_at=looked_at))
        )

    def _busy_accounts(self) -> frozenset[int]:
        counted = Counter(self._busy.values())
        return frozenset(account_id for account_id, number in counted.items() if number >= OF_ONE_ACCOUNT)

    async def _mind_the_clock(self) -> Millis:
        """The moment to work by. When the clock was set, undo windows and pauses last as long as they would have."""
        now, by, since = self._jumps.read()
        if by:
            moved = await self._house.store.write(lambda tx: outbox.shift(tx, by, longest=LONGEST_PAUSE, since=since))
            log.warning("the clock was set", seconds=by // SECOND, replies=len(moved))
        return now

    async def _dispatch(self) -> None:
        now = await self._mind_the_clock()
        for item in await self._house.store.read(lambda tx: outbox.due_unknown(tx, now)):
            room = len(self._busy) < AT_ONCE and item.account_id not in self._busy_accounts()
            if room and item.id not in self._busy:
                self._start(item, "look", self._look(item))
        while claimed := await self._claimed(now):
            for item in claimed:
                self._start(item, "send", self._send(item))

    async def _claimed(self, now: Millis) -> list[OutboxItem]:
        """Some replies that may leave now."""
        room, busy = min(OF_ONE_ACCOUNT, AT_ONCE - len(self._busy)), self._busy_accounts()
        if room <= 0 or self._house.hold.reason:
            return []
        if not 0 < await self._house.store.read(lambda tx: outbox.next_due(tx, busy=busy)) <= now:
            return []
        return await self._house.store.write(
            lambda tx: outbox.claim(tx, now=now, limit=room, new_key=self._new_key, busy=busy)
        )

    def _start(self, item: OutboxItem, verb: str, work: Coroutine[None, None, None]) -> None:
        self._busy[item.id] = item.account_id
        task = self._scope.spawn(f"{verb} {item.id}", work)
        task.add_done_callback(lambda _task: self._done(item.id))

    def _done(self, number: int) -> None:
        self._busy.pop(number, None)
        self._wake.set()

    def _new_key(self, account_id: int) -> str:
        sender = self._senders.sender(account_id)
        return sender.new_key() if sender else ""

    # --- sending

    async def _send(self, item: OutboxItem) -> None:
        sender = self._senders.sender(item.account_id)
        if sender is None or not item.key:
            await self._later(item, _("The account is not connected."))
            return
        try:
            receipt = await sender.send(_outgoing(item, await self._pictures(item)), key=item.key)
        except RateLimited as error:
            await self._later(item, error.message, at=error.until)
        except Unreachable as error:
            await self._later(item, error.message)
        except (Refused, SignInFailed) as error:
            await self._failed(item, str(error))
        except Ambiguous as error:
            await self._mark_unknown(item, error.message)
        except asyncio.CancelledError:
            raise  # the row stays `sending`; the next start asks the network
        except ConnectorError as error:
            await self._mark_unknown(item, error.message)
        except Exception:
            log.exception("a connector crashed while sending", network=item.network)
            await self._mark_unknown(item, _("Sending broke off."))
        else:
            await self._sent(item, receipt)

    async def _pictures(self, item: OutboxItem) -> tuple[Attachment, ...]:
        if not item.pictures:
            return ()
        return await self._house.store.read(lambda tx: attachments.of_reply(tx, item.id))

    async def _look(self, item: OutboxItem) -> None:
        if not item.key:
            await self._send_again(item)  # without a key nobody was ever spoken to
            return
        sender = self._senders.sender(item.account_id)
        if sender is None:
            await self._look_later(item, _("The account is not connected; nobody can look."))
            return
        try:
            receipt = await sender.find(_outgoing(item), key=item.key)
        except asyncio.CancelledError:
            raise
        except ConnectorError as error:
            await self._look_later(item, error.message)
        except Exception:
            log.exception("a connector crashed while looking", network=item.network)
            await self._look_later(item, _("The network's answer was not understood."))
        else:
            self._looks.pop(item.id, None)
            if receipt is not None:
                await self._sent(item, receipt)
            else:
                await self._send_again(item)

    # --- what is known is written down

    async def _sent(self, item: OutboxItem, receipt: Receipt) -> None:
        def work(tx: Write) -> None:
            outbox.sent(tx, item, receipt, expect={OutboxState.SENDING, OutboxState.UNKNOWN})
            audit.write(tx, HUB, "reply.sent", f"outbox:{item.id}", after={"url": receipt.url, "key": item.key})

        await self._settle(work)

    async def _failed(self, item: OutboxItem, error: str) -> None:
        def work(tx: Write) -> None:
            outbox.failed(tx, item.id, error=error, expect={OutboxState.SENDING, OutboxState.UNKNOWN})
            audit.write(tx, HUB, "reply.failed", f"outbox:{item.id}", after={"error": error})

        await self._settle(work)

    async def _later(self, item: OutboxItem, error: str, *, at: Millis = 0) -> None:
        """Surely not sent: try again later, or give up and tell the agent."""
        now = self._house.clock.now()
        if item.attempts >= MOST_ATTEMPTS:
            await self._failed(item, error)
            return
        when = max(at, now + TRY_AGAIN[min(item.attempts, len(TRY_AGAIN)) - 1])

        def work(tx: Write) -> None:
            outbox.move(tx, item.id, to=OutboxState.WAITING, expect={OutboxState.SENDING}, error=error, not_before=when)

        await self._settle(work)

    async def _send_again(self, item: OutboxItem) -> None:
        """Surely not there: the same text may go out under the same key."""

        def work(tx: Write) -> None:
            outbox.move(tx, item.id, to=OutboxState.WAITING, expect={OutboxState.UNKNOWN}, error="", next_look=0)
            audit.write(tx, HUB, "reply.not_there", f"outbox:{item.id}", after={"key": item.key})
            if self._house.hold.reason:
                held = outbox.move(tx, item.id, to=OutboxState.HELD, expect={OutboxState.WAITING})
                holding.note(tx, HUB, [held], self._house.hold.reason)

        await self._settle(work)

    async def _mark_unknown(self, item: OutboxItem, error: str) -> None:
        await self._settle(lambda tx: self._unknown(tx, item, error))

    async def _look_later(self, item: OutboxItem, error: str) -> None:
        looks = self._looks.get(item.id, 0)
        self._looks[item.id] = looks + 1
        wait = LOOK_AGAIN[min(looks, len(LOOK_AGAIN) - 1)]

        def work(tx: Write) -> None:
            at = self._house.clock.now() + wait
            outbox.look_later(tx, item.id, error=error, at=at, reopen=looks == 0)

        await self._settle(work)

    def _unknown(self, tx: Write, item: OutboxItem, error: str) -> None:
        look = self._house.clock.now() + SECOND
        outbox.move(tx, item.id, to=OutboxState.UNKNOWN, expect={OutboxState.SENDING}, error=error, next_look=look)
        audit.write(tx, HUB, "reply.unknown", f"outbox:{item.id}", after={"error": error, "key": item.key})

    async def _settle(self, work: Callable[[Write], None]) -> None:
        """Write down what is known; a person may have settled the row meanwhile, and then his word stands.

        Tried until the store takes it: a row that stayed `sending` would be looked after by nobody.
        """
        failing = False
        while True:
            try:
                await self._house.store.write(work)
            except (Conflict, NotFound) as error:
                log.warning("a reply was settled by somebody else", error=str(error))
            except Exception as error:
                if not failing:
                    unexpected = None if isinstance(error, FishbowlError) else error
                    log.error("what became of a reply cannot be stored yet", error=str(error), exc_info=unexpected)
                failing = True
                await self._house.clock.sleep(STORE_AGAIN_SECONDS)
                continue
            return


def _outgoing(item: OutboxItem, pictures: tuple[Attachment, ...] = ()) -> OutgoingReply:
    return OutgoingReply(
        outbox_id=item.id,
        account_id=item.account_id,
        text=item.text,
        parent=item.parent,
        thread=item.thread,
        to_handle=item.to_handle,
        attachments=pictures,
    )
