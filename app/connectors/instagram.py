"""Instagram: comments, mentions and messages of one professional account in, its replies out. Known by the registry
only; knows its parts, Meta's common ones, the contract, domain and core."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from typing import ClassVar

from app.connectors._instagram.comments import Comments
from app.connectors._instagram.hearing import MEDIA, TAGS, Hearing
from app.connectors._instagram.info import INFO, SERVICE
from app.connectors._instagram.posts import Us
from app.connectors._meta import chats
from app.connectors._meta.lasting import Lasting
from app.connectors._meta.talks import Talks
from app.connectors.base import Identity, Malformed, Tools
from app.connectors.board import RECHECK, Board, Found
from app.connectors.lanes import Lanes, StartLane
from app.connectors.reading import dig, name_of, text_of
from app.core.i18n import _
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Batch

POLL = 60.0
TAGS_POLL = 300.0
RECHECK_EVERY = 600.0
"""A small account may be asked some two hundred times an hour."""


class Instagram(Talks):
    """One professional account.

    Attributes:
        pace: seconds between two signs of life.
    """

    INFO: ClassVar[NetworkInfo] = INFO
    about = "instagram"

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        super().__init__(account, secrets, tools, service=SERVICE, name="Instagram")
        self.pace = POLL * 2
        self._service = account.options.get("service") or SERVICE
        self._lasting = Lasting(secrets, tools, grant="ig_refresh_token")
        self._username = ""
        self.heard: Hearing = Hearing(self.graph, us=lambda: Us(self.us, self._username, account.id))
        self.said: Comments = Comments(self.graph, self.once)

    async def check(self) -> Identity:
        """Ask who the token belongs to, and renew it where that is due."""
        told = await self.graph.get("/me", {"fields": "user_id,username,name"})
        native_id, username = name_of(dig(told, "user_id")), text_of(dig(told, "username"))
        if not native_id or not username:
            raise Malformed(_("The answer of {name} makes no sense.").format(name="Instagram"))
        self.us, self._username = native_id, username
        await self._renew()
        title = text_of(dig(told, "name"))
        return Identity(native_id=native_id, handle=username, title=title, expires_at=self._lasting.ends)

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        """Comments, mentions and messages for ever, and what becomes of them."""
        board, heard, messages = Board(self.tools.clock), self.heard, self.chats
        lanes: dict[str, StartLane] = {
            MEDIA: lambda cursor: board.listen(cursor, lane=MEDIA, look=self._media, every=POLL),
            TAGS: lambda cursor: board.listen(cursor, lane=TAGS, look=heard.tags, every=TAGS_POLL),
            chats.LANE: lambda cursor: board.listen(cursor, lane=chats.LANE, look=messages.newer, every=POLL),
            RECHECK: lambda cursor: board.recheck(cursor, again=heard.again, every=RECHECK_EVERY),
        }
        main = frozenset({MEDIA, chats.LANE})
        async with aclosing(Lanes(lanes, main=main, clock=self.tools.clock).stream(cursors)) as batches:
            async for batch in batches:
                yield batch

    async def _media(self, cursor: str) -> AsyncGenerator[Found, None]:
        """A look at our media; a stream may outlive its token."""
        await self._renew()
        async for found in self.heard.media(cursor):
            yield found

    async def _renew(self) -> None:
        await self._lasting.renew(self.graph, self._service)
        self.token = self._lasting.value
