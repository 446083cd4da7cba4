"""A hub that kills itself with SIGKILL at a chosen step of the outbox. Started by test_once; knows the hub.

    NETWORK=bluesky SECRETS=file python -m tests.real.dying_hub FOLDER STEP [forgetful]

Steps, in the order a reply passes them: `due` (before it is claimed), `claimed` (key written, nobody spoken to),
`in-flight` (while the network is spoken to), `answered` (published, not written down), `written`, and `never`. A
`forgetful` hub is the planted fault: it does not write the key down before it sends, and sends again when it finds
none.
"""

import asyncio
import json
import os
import random
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import text

from app.connectors._email import sender as mail_sender
from app.connectors.base import Sender
from app.connectors.registry import connector_class
from app.core.clock import SECOND
from app.core.paths import DataDir
from app.core.secrets import LayeredVault
from app.core.settings import Settings
from app.domain.reply import OutboxItem, OutgoingReply, Receipt
from app.hub import main as hub_main
from app.hub.outbox import Dispatcher
from app.store import outbox
from app.store.transaction import Write

KNOWN: dict[str, dict[str, str]] = {}
LONGEST_FLIGHT_SECONDS = 0.06


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_at(step: str) -> None:
    """Plant the death."""
    network: Any = connector_class(os.environ["NETWORK"])
    claim, send, sent = outbox.claim, network.send, Dispatcher._sent

    def claiming(tx: Write, **wishes: Any) -> list[OutboxItem]:
        if step == "due":
            die()
        return claim(tx, **wishes)

    async def sending(self: Dispatcher, item: OutboxItem) -> None:
        if step == "claimed":
            die()
        await whole_send(self, item)

    async def speaking(self: Sender, reply: OutgoingReply, *, key: str) -> Receipt:
        if step == "in-flight":
            asyncio.get_running_loop().call_later(random.uniform(0, LONGEST_FLIGHT_SECONDS), die)
        receipt: Receipt = await send(self, reply, key=key)
        return receipt

    async def writing(self: Dispatcher, item: OutboxItem, receipt: Receipt) -> None:
        if step == "answered":
            die()
        await sent(self, item, receipt)
        if step == "written":
            die()

    whole_send = Dispatcher._send
    outbox.claim = claiming
    Dispatcher._send = sending  # type: ignore[method-assign]
    network.send = speaking
    Dispatcher._sent = writing  # type: ignore[method-assign]


def forget_keys() -> None:
    """The planted fault: claims leave no key in the store, and what has none is simply sent again."""
    claim, look = outbox.claim, Dispatcher._look

    def claiming(tx: Write, **wishes: Any) -> list[OutboxItem]:
        claimed = claim(tx, **wishes)
        tx.connection.execute(text("UPDATE outbox SET key = ''"))
        return claimed

    async def looking(self: Dispatcher, item: OutboxItem) -> None:
        await (look(self, item) if item.key else self._send_again(item))

    outbox.claim = claiming
    Dispatcher._look = looking  # type: ignore[method-assign]


async def vault() -> LayeredVault:
    """Secrets from the test's file: this machine may have no keyring."""
    made = LayeredVault(None)
    for owner, secrets in KNOWN.items():
        await made.session.write(owner, secrets)
    return made


if __name__ == "__main__":
    mail_sender.SETTLES = 3 * SECOND  # the test's own server has delivered by then
    if "forgetful" in sys.argv:
        forget_keys()
    die_at(sys.argv[2])
    hub_main.open_vault = vault  # type: ignore[attr-defined]
    KNOWN = json.loads(Path(os.environ["SECRETS"]).read_text(encoding="utf-8"))
    asyncio.run(hub_main.run_hub(DataDir(Path(sys.argv[1])), Settings()))
