"""Google Play: reviews of one app in, answers out. Known by the registry only; knows its parts, what shops share, the
contract, domain and core."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import quote

from app.connectors._googleplay.access import Access
from app.connectors._googleplay.info import INFO, SERVICE
from app.connectors._googleplay.reviews import changed_at, posts_of, standing_of
from app.connectors._reviews.one_answer import ANSWER, OneAnswer, Standing, review_of
from app.connectors._reviews.shop import Page, Review, Shop
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
from app.connectors.board import Asked
from app.connectors.json_line import Answer, JsonLine, Missing, judged
from app.connectors.limits import retry_after
from app.connectors.reading import count_of, dig, name_of, objects, text_of
from app.core.clock import HOUR, SECOND, Millis
from app.core.i18n import _
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Post
from app.domain.reply import Receipt

AT_ONCE = 100
_LIMITS = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded"})


class GooglePlay(Shop):
    """One app."""

    INFO: ClassVar[NetworkInfo] = INFO
    overlap = HOUR

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        super().__init__(tools.clock)
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
        self.answers = OneAnswer(
            tools.clock, standing=self._standing, publish=self._publish, prepare=self._access.renew
        )

    async def check(self) -> Identity:
        """Ask for one review: nothing else tells whether the key may read them."""
        if not self._package:
            raise SignInFailed(_("There is no package name for this account."), hint=_("Enter it, like com.example."))
        await self._page("", most=1)
        return Identity(native_id=self._package, handle=self._package)

    async def page(self, mark: str) -> Page:
        """Reviews as the shop lists them."""
        listed = await self._page(mark, most=AT_ONCE)
        reviews = [Review(changed_at(one), self._read(one)) for one in objects(dig(listed, "reviews"))]
        return Page(reviews, text_of(dig(listed, "tokenPagination", "nextPageToken")))

    async def shown(self, review: str) -> Sequence[Post]:
        """A review and the answer that stands with it."""
        return self._read(await self._review(review))

    async def again(self, native_ids: Sequence[str]) -> Asked:
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
