"""Writes the stored databases of the present schema: run once when a schema is released, never again for it.

    python -m tests.store.released.make

`schema-NNNN.db.gz` is a SQLite file, `schema-NNNN.sql.gz` what pg_dump says of the same on PostgreSQL.
"""

import asyncio
import gzip
import subprocess
import tempfile
from pathlib import Path

from app.core.clock import MINUTE
from app.core.ids import IdMaker
from app.domain.account import Account
from app.domain.conversation import View
from app.domain.post import PostKind
from app.domain.principal import HUB
from app.domain.topic import Topic
from app.store import accounts, audit, conversations, drafts, kv, migrate, outbox, search, topics
from app.store.engine import Store
from app.store.transaction import Write
from tests.fakes.clock import NOON, ManualClock
from tests.fakes.postgres import Postgres
from tests.store.builders import ACCOUNT, heard, mention, take

HERE = Path(__file__).parent


async def furnish(url: str) -> None:
    """A small house: what `test_migrations` expects to find after years."""
    clock = ManualClock()
    store = await Store.open(url, ids=IdMaker(clock=clock), clock=clock)
    await take(
        store,
        mention("a", "where is my parcel", promise_minutes=30, topics=(3,)),
        mention("b", "thank you", by="ben", at=NOON + MINUTE),
        heard("c", "blue sky", by="cid", topics=(3,)),
        cursor="41",
    )
    await take(store, heard("o", "on its way", kind=PostKind.OWN, by="brand", parent="b", at=NOON + 2 * MINUTE))
    found, _ = await store.read(lambda tx: conversations.page(tx, View()))
    await store.write(lambda tx: _more(tx, found[0].id))
    await store.close()


def _more(tx: Write, conversation_id: int) -> None:
    accounts.save(tx, Account(id=ACCOUNT, network="pond", handle="brand", brand="Brand"))
    topics.save(tx, Topic(id=3, name="Parcels", query="parcel*"))
    conversations.add_note(tx, conversation_id, "knows us", by="eve")
    drafts.save(tx, conversation_id=conversation_id, kind="reply", text="Dear Ann", author="eve", based_on=0)
    audit.write(tx, HUB, "conversation.taken", f"conversation:{conversation_id}")
    kv.put(tx, "learned", b"\x01")
    outbox.queue(
        tx,
        conversation_id=conversation_id,
        account_id=ACCOUNT,
        network="pond",
        handle="brand",
        to_handle="ann.test",
        text="we look",
        parent="a",
        thread="a",
        author="eve",
        token="t",
        not_before=NOON,
    )
    search.catch_up(tx)


def main() -> None:
    """Write both files of the present schema."""
    schema = migrate.revisions()[-1]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "fishbowl.db"
        asyncio.run(furnish(f"sqlite:///{file}"))
        (HERE / f"schema-{schema}.db.gz").write_bytes(gzip.compress(file.read_bytes(), mtime=0))
    server = Postgres()
    try:
        name = server.create()
        asyncio.run(furnish(server.url(name)))
        command = [server.programs / "pg_dump", "--inserts", "--no-owner", "--no-privileges"]
        command += ["-h", "127.0.0.1", "-p", str(server.port), "-U", "fish", name]
        said = subprocess.run(command, check=True, capture_output=True).stdout
        (HERE / f"schema-{schema}.sql.gz").write_bytes(gzip.compress(said, mtime=0))
    finally:
        server.stop()


if __name__ == "__main__":
    main()
