"""Posts as the tests of the store write them. Known by tests/store."""

from msgspec.structs import replace

from app.core.clock import Millis
from app.domain.heard import Heard, Public
from app.domain.post import Author, Post, PostKind
from app.domain.understanding import Objection, Sentiment, Understanding
from app.store import ingest as ingesting
from app.store.engine import Store
from app.store.ingest import IngestResult
from tests.fakes.clock import NOON

ACCOUNT = 7


def author(name: str = "ann", *, followers: int = 10, handle: str = "") -> Author:
    return Author(native_id=f"did:{name}", handle=handle or f"{name}.test", name=name.title(), followers=followers)


def heard(
    native_id: str,
    text: str = "the parcel is late",
    *,
    kind: PostKind = PostKind.HEARD,
    by: str | Author = "ann",
    at: Millis = NOON,
    thread: str = "",
    parent: str = "",
    topics: tuple[int, ...] = (),
    public: Public = Public.HELD,
    sentiment: Sentiment = Sentiment.NEUTRAL,
    score: float = 0.0,
    edited_at: Millis = 0,
    network: str = "pond",
    account_id: int = ACCOUNT,
    reach: int = 10,
    priority: int = 0,
    promise_minutes: int = 0,
    language: str = "en",
    public_ok: bool = True,
) -> Heard:
    """A post with what ingest made of it."""
    post = Post(
        network=network,
        native_id=native_id,
        kind=kind,
        text=text,
        created_at=at,
        author=author(by) if isinstance(by, str) else by,
        account_id=account_id,
        url=f"https://pond.test/{native_id}",
        thread=thread,
        parent=parent,
        reach=reach,
        edited_at=edited_at,
        language=language,
    )
    meaning = Understanding(language=language, sentiment=sentiment, score=score, public_ok=public_ok, model="test-1")
    return Heard(
        post=post,
        meaning=meaning,
        topics=topics,
        public=public,
        priority=priority,
        reasons=(("reach", priority),) if priority else (),
        promise_minutes=promise_minutes,
    )


def mention(native_id: str, text: str = "@brand where is my parcel", **how: object) -> Heard:
    """A post that addresses us and opens a conversation."""
    return heard(native_id, text, kind=PostKind.MENTION, **how)  # type: ignore[arg-type]


def objected(one: Heard, *objections: Objection) -> Heard:
    """The post with the labels that small heads put on it."""
    reasons = tuple((objection.reason, 0) for objection in objections)
    return replace(one, meaning=replace(one.meaning, objections=objections), reasons=reasons)


async def take(
    store: Store,
    *posts: Heard,
    deleted: tuple[str, ...] = (),
    deleted_authors: tuple[str, ...] = (),
    cursor: str | None = None,
    lane: str = "notifications",
    backfill: bool = False,
    conversation_id: int = 0,
) -> IngestResult:
    """Deliver a batch."""
    return await store.write(
        lambda tx: ingesting.ingest(
            tx,
            posts,
            account_id=ACCOUNT,
            lane=lane,
            cursor=cursor,
            deleted=deleted,
            deleted_authors=deleted_authors,
            network="pond",
            backfill=backfill,
            conversation_id=conversation_id,
        )
    )
