"""App Store: reviews of one app in, answers out. Known by the registry only; knows its parts, what shops share, the
contract, domain and core."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import parse_qs, quote, urlsplit

from app.connectors._appstore.access import Access
from app.connectors._appstore.info import INFO, SERVICE
from app.connectors._appstore.reviews import ASKED, RESPONSES, answers_of, posts_of, standing_of, written_at
from app.connectors._reviews.one_answer import ANSWER, OneAnswer, Standing, review_of
from app.connectors._reviews.shop import Page, Review, Shop
from app.connectors.base import Ambiguous, ConnectorError, Identity, Malformed, Refused, SignInFailed, Tools
from app.connectors.board import Asked
from app.connectors.json_line import Answer, JsonLine, Missing, judged
from app.connectors.reading import dig, iso, name_of, objects, text_of
from app.core.clock import HOUR, Millis
from app.core.i18n import _
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Post
from app.domain.reply import Receipt

AT_ONCE = 200
_LEFT = re.compile(r"user-hour-(lim|rem):(\d+)")


class AppStore(Shop):
    """One app."""

    INFO: ClassVar[NetworkInfo] = INFO
    overlap = 24 * HOUR  # A review is listed some hours after it was written.

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        super().__init__(tools.clock)
        self._account = account
        self._tools = tools
        self._app = account.options.get("app", "").strip().removeprefix("id")
        access = Access(
            secrets.get("private_key", ""),
            key_id=account.options.get("key_id", "").strip(),
            issuer=account.options.get("issuer", "").strip(),
            clock=tools.clock,
        )
        self._line = JsonLine(
            account.options.get("service") or SERVICE,
            name="App Store",
            tools=tools,
            headers=lambda: {"Authorization": f"Bearer {access.statement()}"},
            judge=self._judge,
        )
        self.answers = OneAnswer(tools.clock, standing=self._standing, publish=self._publish)

    async def check(self) -> Identity:
        """Ask for the app."""
        if not self._app.isdecimal():
            raise SignInFailed(_("The Apple ID of an app is a number."), hint=_("It stands in the app's address."))
        told = dig(await self._line.get(f"/v1/apps/{self._app}", {"fields[apps]": "name,bundleId"}), "data")
        if name_of(dig(told, "id")) != self._app:
            raise Malformed(_("The answer of {name} makes no sense.").format(name="App Store"))
        name = text_of(dig(told, "attributes", "name")) or self._app
        return Identity(native_id=self._app, handle=name, title=name)

    async def delete(self, native_id: str) -> None:
        """Take an answer back; one that is gone already is no error."""
        if not native_id.endswith(ANSWER):
            raise Refused(_("Only answers of the account itself can be deleted."))
        try:
            found = await self._response(review_of(native_id))
            if number := name_of(dig(found, "id")):
                await self._line.delete(f"/v1/{RESPONSES}/{quote(number, safe='')}")
        except Missing:
            return

    async def page(self, mark: str) -> Page:
        """Reviews as the shop lists them."""
        path, asked = f"/v1/apps/{self._app}/customerReviews", {**ASKED, "sort": "-createdDate", "limit": AT_ONCE}
        listed = await self._line.get(path, {**asked, "cursor": mark})
        if not isinstance(dig(listed, "data"), list):
            raise Malformed(_("The answer of {name} makes no sense.").format(name="App Store"))
        reviews = [Review(written_at(one), self._read(one, listed)) for one in objects(dig(listed, "data"))]
        return Page(reviews, _cursor_of(text_of(dig(listed, "links", "next"))))

    async def shown(self, review: str) -> Sequence[Post]:
        """A review and the answer that stands with it."""
        return await self._review(review)

    async def again(self, native_ids: Sequence[str]) -> Asked:
        """What delivered reviews and answers are now; an answer that was taken back is gone alone."""
        posts: list[Post] = []
        for review in dict.fromkeys(review_of(native_id) for native_id in native_ids):
            try:
                posts += await self._review(review, backfill=True)
            except Missing:
                continue
        there = {post.native_id for post in posts}
        return Asked(posts, [native_id for native_id in native_ids if native_id not in there])

    async def _review(self, review: str, *, backfill: bool = False) -> list[Post]:
        told = await self._line.get(f"/v1/customerReviews/{quote(review, safe='')}", ASKED, backfill=backfill)
        return self._read(dig(told, "data"), told)

    async def _response(self, review: str) -> Any:
        return dig(await self._line.get(f"/v1/customerReviews/{quote(review, safe='')}/response"), "data")

    async def _standing(self, review: str) -> Standing | None:
        try:
            return standing_of(await self._response(review))
        except Missing:
            return None

    async def _publish(self, review: str, text: str) -> Receipt:
        data = {
            "type": RESPONSES,
            "attributes": {"responseBody": text},
            "relationships": {"review": {"data": {"type": "customerReviews", "id": review}}},
        }
        told = await self._line.post(f"/v1/{RESPONSES}", {"data": data})
        if not name_of(dig(told, "data", "id")):
            raise Ambiguous(_("{name} did not say where the reply is.").format(name="App Store"))
        moment = iso(dig(told, "data", "attributes", "lastModifiedDate"))
        return Receipt(native_id=f"{review}{ANSWER}", published_at=moment)

    def _read(self, review: Any, told: Any) -> list[Post]:
        now = self._tools.clock.now()
        return posts_of(review, answers_of(told), app=self._app, account_id=self._account.id, now=now)

    def _judge(self, answer: Answer, now: Millis) -> ConnectorError | None:
        """Source: developer.apple.com/documentation/appstoreconnectapi/interpreting-and-handling-errors,
        /identifying-rate-limits."""
        left = dict(_LEFT.findall(next((v for k, v in answer.headers.items() if k.lower() == "x-rate-limit"), "")))
        if {"lim", "rem"} <= left.keys():
            hour = {"RateLimit-Limit": left["lim"], "RateLimit-Remaining": left["rem"], "RateLimit-Reset": "600"}
            self._tools.budget.learn(hour)
        error = dig(answer.body, "errors", 0)
        said = text_of(dig(error, "detail")) or text_of(dig(error, "title"))
        if answer.status == 403:
            return Refused(
                _("The network refused: {said}").format(said=said or answer.status),
                hint=_("Give the key the role Customer Support, and accept Apple's agreements."),
            )
        return judged(answer, now, said=said)


def _cursor_of(link: str) -> str:
    """Where the next page begins. The link itself is not followed: the statement goes to nobody else."""
    try:
        return parse_qs(urlsplit(link).query).get("cursor", [""])[0]
    except ValueError:
        return ""
