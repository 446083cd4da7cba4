"""TikTok: comments under an account's own videos in, replies out. Known by the registry only; knows its parts, the
contract, domain and core."""

from collections.abc import AsyncIterator, Mapping
from typing import ClassVar

from app.connectors._tiktok.comments import Us
from app.connectors._tiktok.faults import judge
from app.connectors._tiktok.hearing import POLL, Comments
from app.connectors._tiktok.info import INFO, SERVICE
from app.connectors.base import Ambiguous, Identity, Malformed, SignInFailed, Tools
from app.connectors.json_line import JsonLine
from app.connectors.oauth import Door, Holder, tokens_of
from app.connectors.once import Once, not_before
from app.connectors.reading import dig, name_of, text_of
from app.connectors.signed_line import SignedLine
from app.connectors.surroundings import surroundings
from app.core.i18n import _
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Batch, Post, PostKind
from app.domain.reply import OutgoingReply, Receipt


class TikTok:
    """One account.

    Attributes:
        pace: seconds between two signs of life.
    """

    INFO: ClassVar[NetworkInfo] = INFO

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        self.pace = POLL * 2
        self._account = account
        self._tools = tools
        self._business = account.options.get("business_id", "").strip()
        service = account.options.get("service") or SERVICE
        holder = Holder(_door(service, account.options, secrets), tokens_of(secrets), tools)
        line = JsonLine(
            service, name="TikTok", tools=tools, headers=lambda: {"Access-Token": holder.tokens.access}, judge=judge
        )
        self._line = SignedLine(line, holder)
        self._once = Once(tools.clock)
        self._us: Us | None = None

    async def check(self) -> Identity:
        """Ask for the account."""
        if not self._business:
            raise SignInFailed(_("There is no id of the account."), hint=_("Enter its open_id in the settings."))
        asked = {"business_id": self._business, "fields": '["username","display_name"]'}
        data = dig(await self._line.get("/business/get/", asked), "data")
        handle = text_of(dig(data, "username"))
        if not handle:
            raise Malformed(_("The answer of {name} makes no sense.").format(name="TikTok"))
        self._us = Us(self._business, handle, self._account.id)
        ends_at = self._line.holder.ends_at
        title = text_of(dig(data, "display_name"))
        return Identity(native_id=self._business, handle=handle, title=title, expires_at=ends_at)

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        """Comments for ever."""
        async for batch in (await self._comments()).stream(cursors.get("comments", "")):
            yield batch

    async def close(self) -> None:
        """Nothing is kept open: the HTTP session belongs to the hub."""

    def new_key(self) -> str:
        """A key for one send."""
        return self._once.new_key()

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Answer a comment, once for each key."""
        return await self._once.send(key, look=lambda: self.find(reply, key=key), publish=lambda: self._publish(reply))

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """What was published under this key, as far as the answers of the comment tell."""
        known = self._once.known(key)
        if known is not None or self._once.is_fresh(key):
            return known
        video, comment = _top(reply)
        wanted = " ".join(reply.text.split())
        for post in await (await self._comments()).answers_to(video, comment):
            ours = post.kind is PostKind.OWN and post.created_at >= not_before(key)
            if ours and " ".join(post.text.split()) == wanted and not self._once.is_anothers(post.native_id, key):
                return self._once.keep(key, Receipt(native_id=post.native_id, published_at=post.created_at))
        return None

    async def delete(self, native_id: str) -> None:
        """Take an own comment back."""
        comment = native_id.rpartition("/")[2]
        await self._line.post("/business/comment/delete/", {"business_id": self._business, "comment_id": comment})

    async def thread(self, native_id: str) -> tuple[Post, ...]:
        """All comments of the video a comment stands under, oldest first."""
        posts = await (await self._comments()).comments_of(native_id.partition("/")[0])
        return surroundings(posts)

    async def _publish(self, reply: OutgoingReply) -> Receipt:
        video, comment = _top(reply)
        body = {"business_id": self._business, "video_id": video, "comment_id": comment, "text": reply.text}
        made = await self._line.post("/business/comment/reply/create/", body)
        number = name_of(dig(made, "data", "comment_id"))
        if not number:
            raise Ambiguous(_("{name} did not say where the reply is.").format(name="TikTok"))
        return Receipt(native_id=f"{video}/{number}", published_at=self._tools.clock.now())

    async def _comments(self) -> Comments:
        if self._us is None:
            await self.check()
        assert self._us is not None
        return Comments(self._line, self._us, self._tools.clock)


def _top(reply: OutgoingReply) -> tuple[str, str]:
    """The video and its comment: an answer to an answer hangs on the first comment as well."""
    video, _slash, comment = (reply.thread or reply.parent).partition("/")
    return video, comment


def _door(service: str, options: Mapping[str, str], secrets: Mapping[str, str]) -> Door:
    return Door(
        name="TikTok",
        authorize="",
        token=f"{service}/tt_user/oauth2/token/",
        renew=f"{service}/tt_user/oauth2/refresh_token/",
        client_id=options.get("app_id", "").strip(),
        client_secret=secrets.get("app_secret", "").strip(),
        inside="data",
        judge=judge,
    )
