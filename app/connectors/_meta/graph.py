"""A line to Meta's Graph API: token, proof, pages and errors. Known by Meta's connectors; knows the line, faults and
usage.

Source: developers.facebook.com/docs/graph-api/overview, /guides/secure-requests (`appsecret_proof`),
/docs/graph-api/results (cursor paging).
"""

import hashlib
import hmac
from collections.abc import AsyncGenerator, Callable, Mapping
from typing import Any

import aiohttp

from app.connectors._meta.faults import fault
from app.connectors._meta.usage import as_limit
from app.connectors.base import Ambiguous, ConnectorError, Malformed, SignInFailed, Tools
from app.connectors.json_line import Answer, JsonLine
from app.connectors.reading import dig, name_of, objects, text_of
from app.core.clock import Millis
from app.core.i18n import _
from app.domain.reply import Attachment


class Graph:
    """One account's line.

    Attributes:
        name: how the network is called in errors.
        tools: what the connector was given.
    """

    def __init__(
        self,
        service: str,
        *,
        name: str,
        tools: Tools,
        token: Callable[[], str],
        app_secret: str = "",
        bearer: bool = False,
    ) -> None:
        """`token` is asked before each request: it may have been renewed. `bearer`: it goes in a header, as WhatsApp
        wants it, instead of beside the question."""
        self.name = name
        self.tools = tools
        self._token = token
        self._app_secret = app_secret
        self._bearer = bearer
        self._line = JsonLine(service, name=name, tools=tools, headers=self._headers, judge=self._judge)

    async def get(
        self, path: str, asked: Mapping[str, Any] | None = None, *, backfill: bool = False, reply: bool = False
    ) -> Any:
        """A question; empty values are left out. `reply`: a reply waits for it."""
        await self.tools.budget.spend(backfill=backfill, reply=reply)
        return await self._line.ask("GET", path, params=self._params(asked))

    async def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """An act that publishes; raises Ambiguous when it may have been done."""
        await self.tools.budget.spend(reply=True)
        answer = await self._line.ask("POST", path, params=self._params(None), json=body, writing=True)
        if not isinstance(answer, dict):
            raise Ambiguous(_("{name} did not say where the reply is.").format(name=self.name))
        return answer

    async def make(self, path: str, body: Mapping[str, Any]) -> Any:
        """An act that publishes nothing yet: nobody is harmed when it is done twice."""
        await self.tools.budget.spend(reply=True)
        return await self._line.ask("POST", path, params=self._params(None), json=body)

    async def upload(self, path: str, picture: Attachment, *, field: str, **more: str) -> str:
        """Bring a picture, which nobody sees yet, in a field of a form; its id."""
        form = aiohttp.FormData(more)
        form.add_field(field, picture.data, filename=picture.name, content_type=picture.mime)
        await self.tools.budget.spend(reply=True)
        told = await self._line.ask("POST", path, params=self._params(None), form=form)
        native_id = name_of(dig(told, "id"))
        if not native_id:
            raise Malformed(_("The network did not say where the picture is."))
        return native_id

    async def delete(self, path: str) -> None:
        """An act that takes back; raises Missing where nothing is there."""
        await self.tools.budget.spend(reply=True)
        await self._line.ask("DELETE", path, params=self._params(None), writing=True, empty=True)

    async def rows(
        self, path: str, asked: Mapping[str, Any], *, backfill: bool = False, reply: bool = False
    ) -> list[dict[str, Any]]:
        """The first page of a list; raises Malformed where there is none."""
        return self._rows(await self.get(path, asked, backfill=backfill, reply=reply))

    async def pages(
        self, path: str, asked: Mapping[str, Any], *, most: int, backfill: bool = False, told_next: bool = True
    ) -> AsyncGenerator[list[dict[str, Any]], None]:
        """A list page by page, `most` of them at most. Where the network does not tell whether there is a next page
        (`told_next` false), an empty one is the last."""
        after = ""
        for _page in range(most):
            answer = await self.get(path, {**asked, "after": after}, backfill=backfill)
            rows = self._rows(answer)
            yield rows
            after = name_of(dig(answer, "paging", "cursors", "after"))
            more = text_of(dig(answer, "paging", "next")) if told_next else rows
            if not after or not more:
                return

    def _rows(self, answer: Any) -> list[dict[str, Any]]:
        rows = dig(answer, "data")
        if not isinstance(rows, list):
            raise Malformed(_("The answer of {name} makes no sense.").format(name=self.name))
        return list(objects(rows))

    def _params(self, asked: Mapping[str, Any] | None) -> dict[str, str]:
        token = self._token()
        if not token:
            raise SignInFailed(_("There is no access token for this account."), hint=_("Enter one."))
        given = {name: str(value) for name, value in (asked or {}).items() if value not in ("", None)}
        used = given.get("access_token", token)
        if not self._bearer:
            given["access_token"] = used
        if self._app_secret:
            given["appsecret_proof"] = proof(self._app_secret, used)
        return given

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token()}"} if self._bearer else {}

    def _judge(self, answer: Answer, now: Millis) -> ConnectorError | None:
        limit = as_limit(answer.headers)
        if limit:
            self.tools.budget.learn(limit)
        return fault(answer, now)


def proof(app_secret: str, token: str) -> str:
    """That a token is used by the app it belongs to."""
    return hmac.new(app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()
