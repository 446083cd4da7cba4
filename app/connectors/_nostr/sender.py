"""How a note leaves for the relays, once. Known by the Nostr connector; knows relay, keys and notes.

A note's id follows from its content, its author and its second. All of that follows from the reply, what it answers
and the key, which tells when it was made: so a second send makes the same note, and a relay keeps it once.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from app.connectors._nostr.keys import Signer
from app.connectors._nostr.notes import DELETION, NOTE, chain_of, people_in
from app.connectors._nostr.relay import Event, RelayLine, opened
from app.connectors.base import Ambiguous, ConnectorError, RateLimited, Refused, SignInFailed, Tools, Unreachable
from app.connectors.once import made_at
from app.core.clock import SECOND
from app.core.i18n import _
from app.domain.reply import OutgoingReply, Receipt

MOST_PEOPLE = 20
"""Who is told of a reply; a long thread names everybody in it."""


class NoteSender:
    """What one key writes, on all its relays."""

    def __init__(self, signer: Callable[[], Signer], relays: Sequence[str], tools: Tools) -> None:
        self._signer = signer
        self._relays = relays
        self._tools = tools

    def new_key(self) -> str:
        """A key that tells when it was made."""
        return f"{self._tools.clock.now():x}-{secrets.token_hex(12)}"

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """As `Sender.send`; it is out when one relay has it."""
        note = await self._note(reply, key)
        await self._tools.budget.spend(reply=True)
        await self._publish(note)
        return Receipt(native_id=note["id"], published_at=made_at(key))

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """As `Sender.find`."""
        note = await self._note(reply, key)
        found = await self.fetch({"ids": [note["id"]]})
        return Receipt(native_id=note["id"], published_at=made_at(key)) if found else None

    async def delete(self, native_id: str) -> None:
        """Ask the relays to forget a note of ours."""
        tags = [["e", native_id], ["k", str(NOTE)]]
        at = self._tools.clock.now() // SECOND
        await self._tools.budget.spend(reply=True)
        await self._publish(self._signer().signed(kind=DELETION, content="", tags=tags, at=at))

    async def fetch(self, asked: dict[str, Any]) -> list[Event]:
        """What any relay has, each once. Raises only where none answers."""
        found: dict[str, Event] = {}

        async def ask(line: RelayLine) -> None:
            found.update({event["id"]: event for event in await line.ask(asked)})

        errors = await self._each(ask)
        if len(errors) == len(self._relays):
            raise errors[0]
        return list(found.values())

    async def _note(self, reply: OutgoingReply, key: str) -> Event:
        found = [event for event in await self.fetch({"ids": [reply.parent]}) if event["id"] == reply.parent]
        if not found:
            raise Refused(
                _("None of the relays has the note that is answered."), hint=_("Perhaps it was deleted meanwhile.")
            )
        parent, signer = found[0], self._signer()
        root = chain_of(parent)[0] or parent["id"]
        answered = ["e", parent["id"], "", "reply", parent["pubkey"]]
        tags = [["e", root, "", "root"], answered] if root != parent["id"] else [["e", root, "", "root"]]
        people = [one for one in dict.fromkeys((parent["pubkey"], *people_in(parent))) if one != signer.public]
        tags += [["p", one] for one in people[:MOST_PEOPLE]]
        # Two replies of one second with the same words are two notes.
        tags.append(["fishbowl", key])
        return signer.signed(kind=NOTE, content=reply.text, tags=tags, at=made_at(key) // SECOND)

    async def _publish(self, event: Event) -> None:
        errors = await self._each(lambda line: line.publish(event))
        if len(errors) == len(self._relays):
            # Where one relay may have it, that counts; else the hope that trying again helps.
            order = (Ambiguous, RateLimited, Unreachable, SignInFailed, Refused)
            raise min(errors, key=lambda error: next((at for at, one in enumerate(order) if isinstance(error, one)), 9))

    async def _each(self, work: Callable[[RelayLine], Awaitable[None]]) -> list[ConnectorError]:
        """Do it at every relay at once, for one that hangs must not hold up the others; returns what went wrong."""

        async def one(address: str) -> ConnectorError | None:
            try:
                async with opened(address, self._tools) as line:
                    await work(line)
            except ConnectorError as error:
                return error
            return None

        return [error for error in await asyncio.gather(*map(one, self._relays)) if error is not None]
