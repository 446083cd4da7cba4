"""The Stack Exchange API on loopback, written from api.stackexchange.com/docs (version 2.3: wrapper, throttle,
error-handling, types; November 2026). Known by tests of the connector and by the contract suite."""

import itertools
from collections.abc import Callable, Sequence
from typing import Any

from aiohttp import web

from app.core.clock import SECOND, Clock
from tests.fakes.network import RETRY_AFTER, FakeNetwork

SITE, KEY, TOKEN, TAG = "ask.example.com", "U4DMV*8nvpm3EOpvf69Rxw((", "write-token", "ferries"
US = {"user_id": 7, "display_name": "Harbour", "user_type": "registered"}
MIRA = {"user_id": 41, "display_name": "Mira &amp; Lind", "profile_image": "https://i.example/m.png"}
JON = {"user_id": 42, "display_name": "Jon"}


class FakeStackExchange(FakeNetwork):
    """The API with one site.

    Attributes:
        questions, answers, comments: by number; a deleted one is not there any more.
        backoff: seconds that every answer asks its method to rest.
        asked_paths: in order. All answers go out compressed.
        refuses: an error (id, name, message) that the next write meets.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.questions: dict[int, dict[str, Any]] = {}
        self.answers: dict[int, dict[str, Any]] = {}
        self.comments: dict[int, dict[str, Any]] = {}
        self.backoff = 0
        self.asked_paths: list[str] = []
        self.refuses: tuple[int, str, str] | None = None
        self._numbers = itertools.count(501)
        add = self.app.router.add_route
        add("GET", "/info", self._info)
        add("GET", "/me", self._me)
        add("GET", "/questions", self._tagged)
        add("GET", "/questions/{ids}", self._by_id(lambda: self.questions))
        add("GET", "/answers/{ids}", self._by_id(lambda: self.answers))
        add("GET", "/comments/{ids}", self._by_id(lambda: self.comments))
        add("GET", "/questions/{ids}/answers", self._below(lambda: self.answers, "question_id", "last_activity_date"))
        add("GET", "/posts/{ids}/comments", self._below(lambda: self.comments, "post_id", "creation_date"))
        add("POST", "/questions/{id}/answers/add", self._add_answer)
        add("POST", "/posts/{id}/comments/add", self._add_comment)
        add("POST", "/answers/{id}/delete", self._delete)
        add("POST", "/comments/{id}/delete", self._delete)

    @property
    def ours(self) -> list[dict[str, Any]]:
        """What we have said."""
        return [one for one in (*self.answers.values(), *self.comments.values()) if one["owner"] == US]

    def ask(self, text: str = "Is it late?", *, tags: Sequence[str] = (TAG,), **more: Any) -> str:
        """Somebody asks; returns our native id."""
        number = next(self._numbers)
        told = {"question_id": number, "title": "Ferry &amp; delay", "tags": list(tags), "answer_count": 0}
        self.questions[number] = {**told, **self._post(text), **more}
        return f"{SITE}/q{number}"

    def answer(self, text: str, *, question: str, owner: dict[str, Any] = JON, **more: Any) -> str:
        """Somebody answers; returns our native id."""
        number, asked = next(self._numbers), _number(question)
        told = {"answer_id": number, "question_id": asked, "is_accepted": False}
        self.answers[number] = {**told, **self._post(text), "owner": owner, **more}
        self.questions[asked]["answer_count"] += 1
        self.questions[asked]["last_activity_date"] = self.answers[number]["creation_date"]
        return f"{SITE}/a{number}"

    def comment(self, text: str, *, under: str, owner: dict[str, Any] = JON, **more: Any) -> str:
        """Somebody comments; returns our native id."""
        number = next(self._numbers)
        told = {"comment_id": number, "post_id": _number(under), "edited": False}
        self.comments[number] = {**told, **self._post(text), "owner": owner, **more}
        return f"{SITE}/c{number}"

    def find(self, native_id: str) -> dict[str, Any]:
        """A stored post, to be changed by a test."""
        kinds = {"q": self.questions, "a": self.answers, "c": self.comments}
        return kinds[native_id.rpartition("/")[2][0]][_number(native_id)]

    def refusal(self) -> web.Response:
        return _error(402, "invalid_access_token", "`access_token` is not valid")

    def too_many(self) -> web.Response:
        words = f"too many requests from this IP, more requests available in {RETRY_AFTER} seconds"
        return _error(502, "throttle_violation", words)

    def _post(self, text: str) -> dict[str, Any]:
        now = self.clock.now() // SECOND
        moments = {"creation_date": now, "last_activity_date": now}
        return {"body": f"<p>{text}</p>", "owner": MIRA, **moments}

    async def _info(self, request: web.Request) -> web.Response:
        return self._answer(request, [{"total_questions": len(self.questions)}])

    async def _me(self, request: web.Request) -> web.Response:
        return self._answer(request, [US])

    async def _tagged(self, request: web.Request) -> web.Response:
        found = [one for one in self.questions.values() if request.query["tagged"] in one["tags"]]
        return self._sorted(request, found, "last_activity_date", request.query.get("min", "0"))

    def _by_id(self, stored: Callable[[], dict[int, dict[str, Any]]]) -> Any:
        async def handle(request: web.Request) -> web.Response:
            numbers = map(int, request.match_info["ids"].split(";"))
            return self._answer(request, [stored()[number] for number in numbers if number in stored()])

        return handle

    def _below(self, stored: Callable[[], dict[int, dict[str, Any]]], parent: str, order: str) -> Any:
        async def handle(request: web.Request) -> web.Response:
            numbers = set(map(int, request.match_info["ids"].split(";")))
            found = [one for one in stored().values() if one[parent] in numbers]
            since = request.query.get("min") or request.query.get("fromdate") or "0"
            return self._sorted(request, found, order, since)

        return handle

    def _sorted(self, request: web.Request, found: list[dict[str, Any]], order: str, since: str) -> web.Response:
        kept = sorted((one for one in found if one[order] >= int(since)), key=lambda one: one[order])
        return self._answer(request, kept)

    async def _add_answer(self, request: web.Request) -> web.Response:
        question = f"{SITE}/q{request.match_info['id']}"
        return await self._write(request, lambda text: self.answer(text, question=question, owner=US))

    async def _add_comment(self, request: web.Request) -> web.Response:
        under = f"{SITE}/x{request.match_info['id']}"
        return await self._write(request, lambda text: self.comment(text, under=under, owner=US))

    async def _write(self, request: web.Request, publish: Callable[[str], str]) -> web.Response:
        form = await request.post()
        if form.get("access_token") != TOKEN or form.get("key") != KEY:
            return self.refusal()
        if self.refuses:
            return _error(*self.refuses)
        return self._wrapped([self.find(publish(str(form["body"])))])

    async def _delete(self, request: web.Request) -> web.Response:
        number = int(request.match_info["id"])
        if number not in self.answers and number not in self.comments:
            return _error(404, "no_method", "not found")
        self.answers.pop(number, None)
        self.comments.pop(number, None)
        return self._wrapped([])

    def _answer(self, request: web.Request, items: list[dict[str, Any]]) -> web.Response:
        self.asked_paths.append(request.path)
        query = request.query
        if query.get("key") != KEY:
            return _error(400, "bad_parameter", "`key` doesn't match a known application")
        if query.get("site") != SITE:
            return _error(400, "bad_parameter", "No site found for name")
        size, page = int(query.get("pagesize", 30)), int(query.get("page", 1))
        return self._wrapped(items[(page - 1) * size : page * size], has_more=len(items) > page * size)

    def _wrapped(self, items: list[dict[str, Any]], *, has_more: bool = False) -> web.Response:
        body = {"items": items, "has_more": has_more, "quota_max": 10_000, "quota_remaining": 9_000}
        answer = web.json_response(body | ({"backoff": self.backoff} if self.backoff else {}))
        answer.enable_compression(web.ContentCoding.gzip)
        return answer


def _number(native_id: str) -> int:
    return int(native_id.rpartition("/")[2][1:])


def _error(number: int, name: str, message: str) -> web.Response:
    return web.json_response({"error_id": number, "error_name": name, "error_message": message}, status=400)
