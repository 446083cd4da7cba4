"""From what people correct to a better model in use, and back: the whole way of `main.py train`."""

import asyncio
import sys
from pathlib import Path

from app.core.ids import IdMaker
from app.core.paths import DataDir
from app.domain.heard import Heard
from app.domain.post import Author, Post, PostKind
from app.domain.understanding import Sentiment, Understanding
from app.language.model import model_path, read_model
from app.store import ingest, posts
from app.store.engine import Store
from app.store.transaction import Write
from tests.fakes.clock import NOON, ManualClock
from tests.hub.conftest import Rooms

MAIN = Path(__file__).resolve().parents[2] / "main.py"
SLANG = {
    Sentiment.POSITIVE: "gate {} crew was proper zwinky today",
    Sentiment.NEGATIVE: "gate {} crew was plain grobbly",
}


async def corrected_posts(data: DataDir, clock: ManualClock) -> None:
    """A store in which people corrected sixty posts in the slang of a place."""
    data.make()
    store = await Store.open(f"sqlite:///{data.database}", ids=IdMaker(clock=clock), clock=clock)
    said = [(text.format(number), meant) for number in range(30) for meant, text in SLANG.items()]
    heard = [_heard(number, text) for number, (text, _meant) in enumerate(said)]

    def work(tx: Write) -> None:
        ingest.ingest(tx, heard, account_id=0, lane="all", cursor=None)
        for stored, (_text, meant) in zip(posts.recent(tx, since=0, limit=len(said)), said, strict=True):
            posts.correct(tx, stored.id, sentiment=meant, by="ben")

    await store.write(work)
    await store.close()


def _heard(number: int, text: str) -> Heard:
    author = Author(native_id="1", handle="mira")
    post = Post(
        network="n", native_id=str(number), kind=PostKind.HEARD, text=text, created_at=NOON + number, author=author
    )
    return Heard(post=post, meaning=Understanding(language="en", model="m"))


async def train(data: DataDir, *arguments: str) -> tuple[int, str]:
    """The command as a user gives it: exit status, and what it said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(MAIN),
        "train",
        "--data",
        str(data.root),
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _nothing = await process.communicate()
    return process.returncode or 0, said.decode()


async def test_corrections_become_a_model_in_use_that_can_be_given_up(rooms: Rooms, clock: ManualClock) -> None:
    shipped, shipped_bytes = read_model().version, model_path().read_bytes()
    await corrected_posts(rooms.data, clock)

    hub = await rooms.open_hub()
    assert hub.listening.understander.version == shipped
    status, said = await train(rooms.data)
    assert (status, f"{shipped}+1" in said) == (0, True), said
    taught = rooms.data.model.read_bytes()
    status, said = await train(rooms.data)
    assert (status, "old one stays" in said) == (2, True), said
    assert rooms.data.model.read_bytes() == taught
    await rooms.close_hub(hub)

    hub = await rooms.open_hub()
    understander = hub.listening.understander
    found = [understander.understand([text.format(99)])[0].sentiment for text in SLANG.values()]
    assert (understander.version, found) == (f"{shipped}+1", list(SLANG))
    status, said = await train(rooms.data, "--back")
    assert (status, shipped in said) == (0, True), said
    await rooms.close_hub(hub)

    hub = await rooms.open_hub()
    assert hub.listening.understander.version == shipped
    status, said = await train(rooms.data)
    assert (status, f"{shipped}+2" in said) == (0, True), said
    assert model_path().read_bytes() == shipped_bytes
