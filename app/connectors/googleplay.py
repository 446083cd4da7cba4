"""Google Play: reviews of one app in, answers out. Known by the registry only; knows its parts, what shops share, the
contract, domain and core."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from typing import Any, ClassVar
from urllib.parse import quote

from app.connectors._googleplay.access import Access
from app.connectors._googleplay.info import INFO, SERVICE
from app.connectors._googleplay.reviews import changed_at, posts_of, standing_of
from app.connectors._reviews.one_answer import ANSWER, OneAnswer, Standing, review_of
from app.connectors.base import (
    Ambiguous,
    ConnectorError,
    Identity,
    Malformed,
    RateLimited,
    Refused,
    SignInFailed,
    Tools,
)
from app.connectors.board import FIRST_LOOK, RECHECK, Asked, Board, Found
from app.connectors.json_line import Answer, JsonLine, Missing, judged
from app.connectors.lanes import Lanes, StartLane
from app.connectors.limits import retry_after
from app.connectors.reading import count_of, dig, name_of, objects, text_of
from app.connectors.surroundings import surroundings
from app.core.clock import HOUR, SECOND, Millis
from app.core.i18n import _
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Batch, Post
from app.domain.reply import OutgoingReply, Receipt

LANE = "reviews"
POLL = 300.0
RECHECK_EVERY = 600.0
AT_ONCE = 100
MOST_PAGES = 50
OVERLAP: Millis = HOUR
"""So far behind the cursor is read again: what was changed is listed late at times."""
_LIMITS = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded"})


class GooglePlay:
    """One app.

    Attributes:
        pace: seconds between two signs of life.
    """

    INFO: ClassVar[NetworkInfo] = INFO

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        self.pace = POLL * 1.5
        self._account = account
        self._tools = tools
        self._package = account.options.get("package", "").strip()
        self._access = Access(secrets.get("service_key", ""), tools=tools)
        self._line = JsonLine(
            account.options.get("service") or SERVICE,
            name="Google Play",
            tools=tools,
            headers=lambda: {"Authorization": f"Bearer {self._access.token}"},
            judge=_judge,
        )
        self._answers = OneAnswer(
            tools.clock, standing=self._standing, publish=self._publish, prepare=self._access.renew
        )

    async def check(self) -> Identity:
        """Ask for one review: nothing else tells whether the key may read them."""
        if not self._package:
            raise SignInFailed(_("There is no package name for this account."), hint=_("Enter it, like com.example."))
        await self._page("", most=1)
        return Identity(native_id=self._package, handle=self._package)

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        """Reviews for ever, and what becomes of them."""
        board = Board(self._tools.clock)
        lanes: dict[str, StartLane] = {
            LANE: lambda cursor: board.listen(cursor, lane=LANE, look=self._newer, every=POLL),
            RECHECK: lambda cursor: board.recheck(cursor, again=self._again, every=RECHECK_EVERY),
        }
        async with aclosing(Lanes(lanes, main=frozenset({LANE}), clock=self._tools.clock).stream(cursors)) as batches:
            async for batch in batches:
                yield batch

    async def close(self) -> None:
        """Nothing is kept open: the HTTP session belongs to the hub."""

    def new_key(self) -> str:
        """A key for one send."""
        return self._answers.new_key()

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Answer a review; an answer that stands there makes way."""
        return await self._answers.send(reply, key=key)

    async def find(self, reply: OutgoingReply, *, key: str) -> Receipt | None:
        """What was published under this key."""
        return await self._answers.find(reply, key=key)

    async def thread(self, native_id: str) -> tuple[Post, ...]:
        """The review and the answer to it; nothing when it is gone."""
        try:
            posts = self._read(await self._review(review_of(native_id)))
        except Missing:
            return ()
        return surroundings(posts)

    async def _newer(self, cursor: str) -> AsyncGenerator[Found, None]:
        """Reviews written or changed since the cursor, a moment; the list has the newest first."""
        began = self._tools.clock.now()
        since = (count_of(cursor) or began - FIRST_LOOK) - OVERLAP
        page = ""
        for _page in range(MOST_PAGES):
            listed = await self._page(page, most=AT_ONCE)
            reviews = list(objects(dig(listed, "reviews")))
            new = [review for review in reviews if changed_at(review) >= since]
            yield Found([post for review in new for post in self._read(review)])
            page = text_of(dig(listed, "tokenPagination", "nextPageToken"))
            if not page or len(new) < len(reviews):
                break
        yield Found((), str(began))

    async def _again(self, native_ids: Sequence[str]) -> Asked:
        """What delivered reviews and answers are now."""
        posts: list[Post] = []
        gone: list[str] = []
        for review in dict.fromkeys(review_of(native_id) for native_id in native_ids):
            try:
                posts += self._read(await self._review(review, backfill=True))
            except Missing:
                gone += [native_id for native_id in native_ids if review_of(native_id) == review]
        return Asked(posts, gone)

    async def _page(self, page: str, *, most: int) -> Any:
        await self._access.renew()
        listed = await self._line.get(self._path(), {"maxResults": most, "token": page})
        if not isinstance(listed, dict):
            raise Malformed(_("The answer of {name} makes no sense.").format(name="Google Play"))
        return listed

    async def _review(self, review: str, *, backfill: bool = False) -> Any:
        await self._access.renew()
        return await self._line.get(f"{self._path()}/{quote(review, safe='')}", backfill=backfill)

    async def _standing(self, review: str) -> Standing | None:
        try:
            return standing_of(await self._review(review))
        except Missing:
            return None

    async def _publish(self, review: str, text: str) -> Receipt:
        told = await self._line.post(f"{self._path()}/{quote(review, safe='')}:reply", {"replyText": text})
        if not text_of(dig(told, "result", "replyText")):
            raise Ambiguous(_("{name} did not say where the reply is.").format(name="Google Play"))
        moment = count_of(dig(told, "result", "lastEdited", "seconds")) * SECOND
        return Receipt(native_id=f"{review}{ANSWER}", published_at=moment)

    def _path(self) -> str:
        return f"/applications/{quote(self._package, safe='')}/reviews"

    def _read(self, review: Any) -> list[Post]:
        now = self._tools.clock.now()
        return posts_of(review, package=self._package, account_id=self._account.id, now=now)


def _judge(answer: Answer, now: Millis) -> ConnectorError | None:
    """Source: developers.google.com/android-publisher/quotas, cloud.google.com/apis/design/errors."""
    said = answer.says("error", "message")
    reasons = {name_of(one.get("reason")) for one in objects(dig(answer.body, "error", "errors"))}
    if answer.status == 403 and reasons & _LIMITS:
        return RateLimited(_("The network asks us to wait."), until=retry_after(answer.headers, now=now))
    if answer.status == 403:
        return SignInFailed(
            _("The network does not accept the sign-in: {said}").format(said=said),
            hint=_("In the Play Console, give the service account the right “Reply to reviews” for this app."),
        )
    if answer.status == 400:
        return Refused(_("The network refused: {said}").format(said=said))
    return judged(answer, now, said=said)
