"""Posts fed by hand: a wall is expected to count what strangers said, and nothing else."""

from types import SimpleNamespace
from typing import cast

from app.bench.running import feed
from app.domain.account import Account
from app.domain.post import Batch, PostKind
from app.hub.main import Hub
from tests.store.builders import heard


async def test_our_own_words_are_fed_and_not_expected_on_a_wall() -> None:
    taken: list[int] = []
    told: list[int] = []

    async def take(_account: Account, batch: Batch) -> None:
        taken.append(len(batch.posts))

    hub = cast(Hub, SimpleNamespace(listening=SimpleNamespace(take=take)))
    account = Account(id=1, network="feed", handle="bench", brand="Bench")
    kinds = (PostKind.HEARD, PostKind.OWN, PostKind.HEARD, PostKind.CONTEXT)
    posts = [heard(str(number), kind=kind).post for number, kind in enumerate(kinds)]
    await feed(hub, account, posts, per_second=100, delivered=told.append)
    assert taken == [2, 2]
    assert told == [1, 2]
