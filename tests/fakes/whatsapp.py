"""A WhatsApp business number on loopback, written from developers.facebook.com/documentation/business-messaging (Cloud
API: messages, webhooks, error codes; November 2026). Known by tests of the connector and by the contract suite."""

import asyncio
import itertools
from typing import Any

from aiohttp import web

from app.connectors._meta.graph import proof
from app.connectors.base import Hooked
from app.connectors.runner import Runner
from app.core.clock import SECOND, Clock
from app.core.errors import FishbowlError
from tests.fakes.graph import APP_SECRET, TOKEN, FakeGraph, delivery, error

NUMBER = "106540352242922"
PERSON = "16505551234"
HIDDEN = "US.13491208655302741918"
"""A person who has a name on WhatsApp and hides the number."""


class FakeWhatsApp(FakeGraph):
    """The number. It calls whoever is there until a delivery is taken.

    Attributes:
        sent: what the number sent by the API, in order.
        media: pictures that were uploaded, in order.
        said: messages of people, in order; each is delivered until it is taken, and again to whoever is new.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.sent: list[dict[str, Any]] = []
        self.said: list[dict[str, Any]] = []
        self.media: list[dict[str, Any]] = []
        self._numbers = itertools.count(1001)
        self._news = asyncio.Event()
        self.app.router.add_get("/{id}", self._number)
        self.app.router.add_post("/{id}/messages", self._write)
        self.app.router.add_post("/{id}/media", self._take)

    def too_many(self) -> web.Response:
        return error(80_007, "Rate limit issues", error_data={"details": "The account has reached its rate limit."})

    def message(self, text: str = "hello", *, person: str = PERSON, **more: Any) -> dict[str, Any]:
        """A message of a person, as a delivery has it."""
        who = {"from_user_id": person} if person == HIDDEN else {"from": person}
        native_id = f"wamid.{next(self._numbers)}"
        moment = str(self.clock.now() // SECOND)
        return {**who, "id": native_id, "timestamp": moment, "type": "text", "text": {"body": text}, **more}

    def say(self, text: str = "hello", *, person: str = PERSON, **more: Any) -> str:
        """A person writes; returns the message's id."""
        made = self.message(text, person=person, **more)
        self.said.append(made)
        self._news.set()
        return str(made["id"])

    def entry(self, *, number: str = NUMBER, **value: Any) -> dict[str, Any]:
        """An entry of a delivery: `messages`, `statuses` or `message_echoes`."""
        ids = [one.get("from_user_id") or one.get("from") for one in value.get("messages", [])]
        contacts = [
            {"profile": {"name": "Mira Lind"}, **({"user_id": one} if one == HIDDEN else {"wa_id": one})} for one in ids
        ]
        metadata = {"display_phone_number": "15550783881", "phone_number_id": number}
        whole = {"messaging_product": "whatsapp", "metadata": metadata, "contacts": contacts, **value}
        return {"id": "102290129340398", "changes": [{"field": "messages", "value": whole}]}

    def status(self, said: str, native_id: str, *, key: str = "", **more: Any) -> dict[str, Any]:
        """An entry with a report about a message of ours."""
        opaque = {"biz_opaque_callback_data": key} if key else {}
        moment = str(self.clock.now() // SECOND)
        report = {"id": native_id, "status": said, "timestamp": moment, "recipient_id": PERSON, **opaque, **more}
        return self.entry(statuses=[report])

    async def call(self, connector: Hooked, runner: Runner) -> None:
        """Deliver to this connector for ever."""
        done = 0
        while True:
            while done < len(self.said):
                done += await self._deliver(connector, runner, self.said[done])
            self._news.clear()
            await self._news.wait()

    async def _deliver(self, connector: Hooked, runner: Runner, message: dict[str, Any]) -> bool:
        try:
            answer = await connector.hook(delivery("whatsapp_business_account", self.entry(messages=[message])))
            if answer.batch is not None:
                await runner.deliver(answer.batch)
        except FishbowlError:
            await self.clock.sleep(1)
            return False
        return answer.status == 200

    async def _number(self, request: web.Request) -> web.Response:
        if refused := self._unsigned(request):
            return refused
        told = {"id": NUMBER, "display_phone_number": "+1 555-078-3881", "verified_name": "Harbour"}
        return web.json_response({**told, "quality_rating": "GREEN"})

    async def _take(self, request: web.Request) -> web.Response:
        if refused := self._unsigned(request):
            return refused
        form = await request.post()
        file = form["file"]
        if form["messaging_product"] != "whatsapp" or not isinstance(file, web.FileField):
            return error(100, "Invalid parameter")
        self.media.append({"type": form["type"], "mime": file.content_type, "data": file.file.read()})
        return web.json_response({"id": f"media-{len(self.media)}"})

    async def _write(self, request: web.Request) -> web.Response:
        if refused := self._unsigned(request):
            return refused
        if self.errors:
            return self.errors.pop(0)
        given = await request.json()
        native_id = f"wamid.{next(self._numbers)}"
        self.sent.append({**given, "id": native_id})
        told = {"messaging_product": "whatsapp", "contacts": [{"input": given.get("to")}]}
        return web.json_response({**told, "messages": [{"id": native_id}]})

    def _unsigned(self, request: web.Request) -> web.Response | None:
        self.proofs.append(request.query.get("appsecret_proof") == proof(APP_SECRET, TOKEN))
        if request.headers.get("Authorization") != f"Bearer {TOKEN}" or "access_token" in request.query:
            return error(190, "Invalid OAuth access token", status=401)
        return None
