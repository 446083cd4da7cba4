"""What is deleted from a draft by mistake is found again."""

import pytest

from app.store import drafts
from app.store.engine import Store
from tests.store.test_outbox import conversation

LONG = "We have taken coach 3 out of service."


@pytest.mark.parametrize(
    ("after", "kept"),
    [("", [LONG]), ("We have", [LONG]), ("We have taken coach 3 out", []), (LONG + " Today.", [])],
)
async def test_what_is_mostly_deleted_is_kept_aside(store: Store, after: str, kept: list[str]) -> None:
    where = await conversation(store)
    for revision, text in enumerate([LONG, after]):
        await store.write(
            lambda tx, one=text, base=revision: drafts.save(
                tx, conversation_id=where, kind="reply", text=one, author="eve", based_on=base
            )
        )
    found = await store.read(lambda tx: drafts.history(tx, where))
    assert [one.text for one in found] == kept
