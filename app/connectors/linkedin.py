"""LinkedIn: comments under a page's posts in, replies in the page's name out. Known by the registry only; knows its
parts, the contract, domain and core."""

from collections.abc import AsyncIterator, Mapping
from typing import ClassVar
from urllib.parse import quote

from app.connectors._linkedin.comments import Us, place_of
from app.connectors._linkedin.faults import judge
from app.connectors._linkedin.hearing import POLL, Comments
from app.connectors._linkedin.info import INFO, SERVICE, VERSION, WEB
from app.connectors._linkedin.sender import Sender
from app.connectors.base import BrowserTurn, Identity, Malformed, Refused, Tools
from app.connectors.consent import Consented
from app.connectors.json_line import JsonLine, Missing
from app.connectors.oauth import Door, Holder
from app.connectors.reading import dig, name_of, text_of
from app.connectors.signed_line import SignedLine
from app.connectors.surroundings import surroundings
from app.core.i18n import _
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Batch, Post
from app.domain.reply import OutgoingReply, Receipt

SCOPES = "r_organization_social r_organization_social_feed w_organization_social_feed rw_organization_admin"


class LinkedIn(Consented[SignedLine]):
    """One page.

    Attributes:
        pace: seconds between two signs of life.
    """

    INFO: ClassVar[NetworkInfo] = INFO
    KEPT = ("client_id", "organization", "version", "service")

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        super().__init__(account, secrets, tools)
        self.pace = POLL * 2
        self._sender = Sender(self._line, tools.clock)
        self._us: Us | None = None

    @classmethod
    async def begin(
        cls, options: Mapping[str, str], secrets: Mapping[str, str], tools: Tools, *, redirect: str
    ) -> BrowserTurn:
        """Where the browser must go to let us in. Raises Refused while no page is named."""
        _page(options)
        return await super().begin(options, secrets, tools, redirect=redirect)

    @staticmethod
    def door(options: Mapping[str, str], secrets: Mapping[str, str]) -> Door:
        """Where LinkedIn asks for consent."""
        service = options.get("service") or SERVICE
        return Door(
            name="LinkedIn",
            authorize=f"{WEB}/oauth/v2/authorization",
            token=f"{WEB if service == SERVICE else service}/oauth/v2/accessToken",
            client_id=options.get("client_id", "").strip(),
            client_secret=secrets.get("client_secret", "").strip(),
            scopes=SCOPES,
            pkce=False,  # LinkedIn lets only native clients that it has approved use it, at another address.
        )

    @staticmethod
    def line(options: Mapping[str, str], holder: Holder, tools: Tools) -> SignedLine:
        """The line to LinkedIn, signed with the account's tokens."""
        version = options.get("version", "").strip() or VERSION
        told = {"LinkedIn-Version": version, "X-Restli-Protocol-Version": "2.0.0"}
        line = JsonLine(
            options.get("service") or SERVICE,
            name="LinkedIn",
            tools=tools,
            headers=lambda: {**told, **holder.headers()},
            judge=judge,
            encoded=True,
        )
        return SignedLine(line, holder)

    @staticmethod
    async def owner(options: Mapping[str, str], holder: Holder, tools: Tools) -> Identity:
        """The page that the tokens are for."""
        return await _who(LinkedIn.line(options, holder, tools), options)

    async def check(self) -> Identity:
        """Ask for the page."""
        identity = await _who(self._line, self._account.options)
        self._us = Us(identity.native_id, identity.handle, self._account.id)
        return identity

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        """Comments for ever."""
        comments = Comments(self._line, await self._who(), self._tools.clock)
        async for batch in comments.stream(cursors.get("comments", "")):
            yield batch

    async def close(self) -> None:
        """Nothing is kept open: the HTTP session belongs to the hub."""

    def new_key(self) -> str:
        """A key for one send."""
        return self._sender.new_key()

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Publish an answer, once for each key."""
        return await self._sender.send(reply, await self._who(), key=key)

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """What was published under this key."""
        return await self._sender.find(reply, await self._who(), key=key)

    async def delete(self, native_id: str) -> None:
        """Take an own comment back."""
        await self._sender.delete(native_id, await self._who())

    async def thread(self, native_id: str) -> tuple[Post, ...]:
        """All comments of the post a comment hangs on, oldest first; none when it is gone."""
        activity, _number = place_of(native_id)
        if not activity:
            return ()
        try:
            posts = await Comments(self._line, await self._who(), self._tools.clock).comments_of(activity)
        except Missing:
            return ()
        return surroundings(posts)

    async def _who(self) -> Us:
        if self._us is None:
            await self.check()
        assert self._us is not None
        return self._us


def _page(options: Mapping[str, str]) -> str:
    number = options.get("organization", "").strip().removeprefix("urn:li:organization:")
    if not number.isascii() or not number.isdecimal():
        raise Refused(
            _("Enter the number of the page first."),
            hint=_("It stands in the address when you administer it: linkedin.com/company/12345/admin."),
        )
    return number


async def _who(line: SignedLine, options: Mapping[str, str]) -> Identity:
    number = _page(options)
    body = await line.get(f"/rest/organizations/{quote(number)}")
    title = text_of(dig(body, "localizedName"))
    if name_of(dig(body, "id")) != number:
        raise Malformed(_("The answer of {name} makes no sense.").format(name="LinkedIn"))
    handle = text_of(dig(body, "vanityName")) or title or number
    urn = f"urn:li:organization:{number}"
    return Identity(native_id=urn, handle=handle, title=title, expires_at=line.holder.ends_at)
