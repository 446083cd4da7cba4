"""A JSON line whose requests are signed with tokens that are renewed. Known by connectors; knows the JSON line and
OAuth.

A token the network refuses before its end is renewed once and the request made again: what was answered 401 was not
done.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from app.connectors.base import SignInFailed
from app.connectors.json_line import JsonLine
from app.connectors.oauth import Holder


class SignedLine:
    """One account's line.

    Attributes:
        line: speaks; made with `headers=holder.headers` among its headers.
        holder: keeps the tokens.
    """

    def __init__(self, line: JsonLine, holder: Holder) -> None:
        self.line = line
        self.holder = holder

    async def get(self, path: str, asked: Mapping[str, Any] | None = None, *, backfill: bool = False) -> Any:
        """A question, as `JsonLine.get` asks it."""
        return await self.signed(lambda: self.line.get(path, asked, backfill=backfill))

    async def post(self, path: str, body: Any = None, *, form: Mapping[str, Any] | None = None) -> Any:
        """An act that publishes, as `JsonLine.post` does it."""
        return await self.signed(lambda: self.line.post(path, body, form=form))

    async def delete(self, path: str, asked: Mapping[str, Any] | None = None) -> Any:
        """An act that takes back, as `JsonLine.delete` does it."""
        return await self.signed(lambda: self.line.delete(path, asked))

    async def ask(self, verb: str, path: str, **how: Any) -> Any:
        """Any request, as `JsonLine.ask` makes it."""
        return await self.signed(lambda: self.line.ask(verb, path, **how))

    async def signed(self, act: Callable[[], Awaitable[Any]]) -> Any:
        """Whatever `act` asks of the line; a form is to be made in it, for it can be sent once only."""
        token = await self.holder.fresh()
        try:
            return await act()
        except SignInFailed:
            if not await self.holder.refused(token):
                raise
        return await act()
