"""App Store: reviews of one app in, answers out. Known by the registry only; knows its parts, what shops share, the
contract, domain and core."""

import re
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from typing import Any, ClassVar
from urllib.parse import parse_qs, quote, urlsplit

from app.connectors._appstore.access import Access
from app.connectors._appstore.info import INFO, SERVICE
from app.connectors._appstore.reviews import ASKED, RESPONSES, answers_of, posts_of, standing_of, written_at
from app.connectors._reviews.one_answer import ANSWER, OneAnswer, Standing, review_of
from app.connectors.base import Ambiguous, ConnectorError, Identity, Malformed, Refused, SignInFailed, Tools
from app.connectors.board import FIRST_LOOK, RECHECK, Asked, Board, Found
from app.connectors.json_line import Answer, JsonLine, Missing, judged
from app.connectors.lanes import Lanes, StartLane
from app.connectors.reading import count_of, dig, iso, name_of, objects, text_of
from app.connectors.surroundings import surroundings
from app.core.clock import HOUR, Millis
from app.core.i18n import _
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Batch, Post
from app.domain.reply import OutgoingReply, Receipt

LANE = "reviews"
POLL = 300.0
RECHECK_EVERY = 600.0
AT_ONCE = 200
MOST_PAGES = 50
OVERLAP: Millis = 24 * HOUR
"""So far behind the cursor is read again: a review is listed some hours after it was written."""
_LEFT = re.compile(r"user-hour-(lim|rem):(\d+)")


class AppStore:
    """One app.

    Attributes:
        pace: seconds between two signs of life.
    """

    INFO: ClassVar[NetworkInfo] = INFO

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        self.pace = POLL * 1.5
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
        self._answers = OneAnswer(tools.clock, standing=self._standing, publish=self._publish)

    async def check(self) -> Identity:
        """Ask for the app."""
        if not self._app.isdecimal():
            raise SignInFailed(_("The Apple ID of an app is a number."), hint=_("It stands in the app's address."))
        told = dig(await self._line.get(f"/v1/apps/{self._app}", {"fields[apps]": "name,bundleId"}), "data")
        if name_of(dig(told, "id")) != self._app:
            raise Malformed(_("The answer of {name} makes no sense.").format(name="App Store"))
        name = text_of(dig(told, "attributes", "name")) or self._app
        return Identity(native_id=self._app, handle=name, title=name)

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

    async def thread(self, native_id: str) -> tuple[Post, ...]:
        """The review and the answer to it; nothing when it is gone."""
        try:
            posts = await self._review(review_of(native_id))
        except Missing:
            return ()
        return surroundings(posts)

    async def _newer(self, cursor: str) -> AsyncGenerator[Found, None]:
        """Reviews written since the cursor, a moment; the list has the newest first."""
        began = self._tools.clock.now()
        since = (count_of(cursor) or began - FIRST_LOOK) - OVERLAP
        path, page = f"/v1/apps/{self._app}/customerReviews", ""
        for _page in range(MOST_PAGES):
            listed = await self._line.get(path, {**ASKED, "sort": "-createdDate", "limit": AT_ONCE, "cursor": page})
            if not isinstance(dig(listed, "data"), list):
                raise Malformed(_("The answer of {name} makes no sense.").format(name="App Store"))
            reviews = list(objects(dig(listed, "data")))
            new = [review for review in reviews if written_at(review) >= since]
            yield Found([post for review in new for post in self._read(review, listed)])
            page = _cursor_of(text_of(dig(listed, "links", "next")))
            if not page or len(new) < len(reviews):
                break
        yield Found((), str(began))

    async def _again(self, native_ids: Sequence[str]) -> Asked:
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
