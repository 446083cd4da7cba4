"""Webhook in: posts that a program of yours sends to the hub, signed. Known by the registry only; knows its shape,
signature and reading, the contract and domain.

A delivery is answered with how many posts were taken and which were not, and why; taken ones are stored when the answer
goes out. The same delivery again changes nothing. Schema: resources/help/webhook.schema.json.
"""

import asyncio
import math
from collections.abc import AsyncGenerator, Mapping
from typing import ClassVar

import msgspec

from app.connectors._webhook.info import INFO, SHORTEST_SECRET
from app.connectors._webhook.reading import Reading, read_delivery
from app.connectors._webhook.signature import SIGNATURE, TIMESTAMP, is_fresh, is_genuine
from app.connectors.base import HookAnswer, HookRequest, Identity, Malformed, SignInFailed, Tools
from app.core.clock import SECOND
from app.core.i18n import _
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Batch

LANE = "deliveries"


class Webhook:
    """One sender.

    Attributes:
        pace: a sender may be silent for ever; nothing is wrong with it then.
    """

    INFO: ClassVar[NetworkInfo] = INFO
    pace = math.inf

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        self._account = account
        self._tools = tools
        self._secrets = [secrets.get(name, "") for name in ("secret", "next_secret")]

    async def check(self) -> Identity:
        if any(0 < len(secret) < SHORTEST_SECRET for secret in self._secrets) or not self._secrets[0]:
            raise SignInFailed(
                _("A webhook's secret has at least {count} characters.").format(count=SHORTEST_SECRET),
                hint=_("Enter a longer one, here and at the sender."),
            )
        return Identity(native_id="", handle=self._account.handle)

    async def stream(self, cursors: Mapping[str, str]) -> AsyncGenerator[Batch, None]:
        """Nothing comes by itself: `hook` is called."""
        await asyncio.Event().wait()
        yield Batch(lane=LANE)

    async def close(self) -> None:
        return

    async def hook(self, request: HookRequest) -> HookAnswer:
        if request.method != "POST":
            return _answer(405, {"error": "Send the posts with POST."})
        now = self._tools.clock.now()
        timestamp = request.headers.get(TIMESTAMP, "")
        genuine = is_genuine(self._secrets, timestamp, request.body, request.headers.get(SIGNATURE, ""))
        if not genuine or not is_fresh(timestamp, now=now / SECOND):
            return _answer(401, {"error": "The signature or its time does not fit."})
        try:
            reading = read_delivery(request.body, self._account, now=now)
        except Malformed as error:
            return _answer(400, {"error": error.message})
        return self._taken(reading, timestamp)

    def _taken(self, reading: Reading, timestamp: str) -> HookAnswer:
        batch = Batch(lane=LANE, posts=reading.posts, deleted=reading.deleted, cursor=timestamp)
        rejected = [{"index": one.index, "id": one.id, "error": one.error} for one in reading.rejected]
        told = {"accepted": len(reading.posts), "deleted": len(reading.deleted), "rejected": rejected}
        nothing_fits = bool(rejected) and not reading.posts and not reading.deleted
        return _answer(422 if nothing_fits else 200, told, batch=None if nothing_fits else batch)


def _answer(status: int, told: Mapping[str, object], *, batch: Batch | None = None) -> HookAnswer:
    return HookAnswer(status=status, body=msgspec.json.encode(told), content_type="application/json", batch=batch)
