"""Facebook: comments, mentions and Messenger of one Page in, its replies out. Known by the registry only; knows its
parts, Meta's common ones, the contract, domain and core."""

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from typing import ClassVar

from app.connectors._facebook.comments import Comments
from app.connectors._facebook.hearing import FEED, TAGGED, Hearing
from app.connectors._facebook.info import INFO, SERVICE
from app.connectors._meta import chats
from app.connectors._meta.account import last_day
from app.connectors._meta.talks import Talks
from app.connectors.base import Identity, Malformed, Refused, SignInFailed, Tools
from app.connectors.board import RECHECK, Board
from app.connectors.lanes import Lanes, StartLane
from app.connectors.reading import dig, name_of, text_of
from app.core.i18n import _
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Batch

POLL = 60.0
MENTIONS_POLL = 300.0
RECHECK_EVERY = 600.0
"""A quiet Page may be asked some two hundred times an hour."""


class Facebook(Talks):
    """One Page.

    Attributes:
        pace: seconds between two signs of life.
    """

    INFO: ClassVar[NetworkInfo] = INFO
    about = "page"

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        super().__init__(account, secrets, tools, service=SERVICE, name="Facebook")
        self.pace = POLL * 2
        self.heard: Hearing = Hearing(self.graph, us=lambda: self.us, account_id=account.id)
        self.said: Comments = Comments(self.graph, self.once)

    async def check(self) -> Identity:
        """Ask which Page the token belongs to."""
        try:
            page = await self.graph.get("/me", {"fields": "id,name,username,category"})
        except Refused as error:
            raise SignInFailed(error.message, hint=_("Take the token of a Page, not a person's.")) from error
        native_id, name = name_of(dig(page, "id")), text_of(dig(page, "name"))
        if not native_id:
            raise Malformed(_("The answer of {name} makes no sense.").format(name="Facebook"))
        self.us = native_id
        ends = await last_day(self.graph, token=self.token, app_id=self.app_id, app_secret=self.app_secret)
        handle = text_of(dig(page, "username")) or name
        return Identity(native_id=native_id, handle=handle, title=name, expires_at=ends)

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        """Comments, mentions and messages for ever, and what becomes of them."""
        board, heard, messages = Board(self.tools.clock), self.heard, self.chats
        # Only what stands on our Page may be asked for one by one: what may not looks as if it were gone.
        elsewhere = Board(self.tools.clock)
        lanes: dict[str, StartLane] = {
            FEED: lambda cursor: board.listen(cursor, lane=FEED, look=heard.feed, every=POLL),
            TAGGED: lambda cursor: elsewhere.listen(cursor, lane=TAGGED, look=heard.tagged, every=MENTIONS_POLL),
            chats.LANE: lambda cursor: elsewhere.listen(cursor, lane=chats.LANE, look=messages.newer, every=POLL),
            RECHECK: lambda cursor: board.recheck(cursor, again=heard.again, every=RECHECK_EVERY),
        }
        main = frozenset({FEED, chats.LANE})
        async with aclosing(Lanes(lanes, main=main, clock=self.tools.clock).stream(cursors)) as batches:
            async for batch in batches:
                yield batch
