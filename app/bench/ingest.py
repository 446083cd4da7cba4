"""`bench ingest`: posts a second through the whole pipeline, against a bare insert of the same rows. Known by the
command line; knows the hub's parts."""

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from app.bench import Report
from app.bench.posts import Nowhere, some_posts
from app.core.clock import SystemClock
from app.core.ids import IdMaker
from app.core.secrets import LayeredVault
from app.core.settings import Settings
from app.domain.account import Account
from app.domain.post import Batch, Post
from app.hub.demo import demo_topics
from app.hub.figures import Figures
from app.language import load_understander
from app.services.house import Hold, House
from app.services.listening import Listening
from app.store import accounts, topics
from app.store.engine import Store
from app.store.floor import bare_insert

POSTS = 20_000
BATCH = 500


async def bench() -> Report:
    """Measure; takes some ten seconds."""
    with tempfile.TemporaryDirectory(prefix="fishbowl-bench-") as folder:
        clock = SystemClock()
        store = await Store.open(f"sqlite:///{Path(folder) / 'bench.db'}", ids=IdMaker(clock=clock), clock=clock)
        try:
            account = await store.write(
                lambda tx: accounts.save(tx, Account(id=0, network="replay", handle="bench", brand="Bench"))
            )
            posts = some_posts(POSTS + BATCH, account_id=account.id)
            listening = await _listening(store)
            figures = Figures(clock)
            store.listen(figures.take)
            await listening.take(account, Batch(lane="warm", posts=tuple(posts[:BATCH])))
            pipeline = await _pipeline(listening, account, posts[BATCH:])
            listening.close()
        finally:
            await store.close()
        floor = bare_insert(Path(folder) / "bench.db", Path(folder) / "floor.db", batch=BATCH)
    rate, bare = POSTS / pipeline, (POSTS + BATCH) / floor
    return Report(
        name="ingest",
        figures={"posts_per_s": rate, "ratio_to_insert": rate / bare, "bare_insert_posts_per_s": bare},
        aims={"posts_per_s": 5000, "ratio_to_insert": 0.15},
    )


async def _listening(store: Store) -> Listening:
    for topic in demo_topics():
        await store.write(lambda tx, topic=topic: topics.save(tx, topic))  # type: ignore[misc]
    known = await store.read(topics.all)
    house = House(
        store=store,
        clock=SystemClock(),
        settings=Settings(),
        vault=LayeredVault(None),
        outside=Nowhere(),
        hold=Hold(),
        started_at=0,
        folder=Path(),
    )
    return Listening(house, load_understander(), known)


async def _pipeline(listening: Listening, account: Account, posts: Sequence[Post]) -> float:
    """Seconds from the decoded batches to committed and counted."""
    began = time.perf_counter()
    for at in range(0, len(posts), BATCH):
        cursor = str(at)
        await listening.take(account, Batch(lane="bench", posts=tuple(posts[at : at + BATCH]), cursor=cursor))
    return time.perf_counter() - began
