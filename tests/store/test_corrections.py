"""What people said against the model: its first word beside a person's last, page by page."""

from app.domain.understanding import Sentiment
from app.store import corrections, posts
from app.store.engine import Store
from tests.store.builders import heard, take


async def test_of_several_corrections_of_a_post_the_newest_counts(store: Store) -> None:
    await take(store, heard("a", "late again"), heard("b", "fine"))
    first, second = sorted(one.id for one in await store.read(lambda tx: posts.recent(tx, since=0, limit=9)))
    for number, word in ((first, Sentiment.POSITIVE), (first, Sentiment.NEGATIVE), (second, Sentiment.NEUTRAL)):
        await store.write(lambda tx, number=number, word=word: posts.correct(tx, number, word, by="ana"))  # type: ignore[misc]
    found = await store.read(corrections.page)
    assert [(one.text, one.said, one.meant, one.model) for one in found] == [
        ("late again", Sentiment.NEUTRAL, Sentiment.NEGATIVE, "test-1"),
        ("fine", Sentiment.NEUTRAL, Sentiment.NEUTRAL, "test-1"),
    ]
    assert await store.read(lambda tx: corrections.page(tx, after=first)) == found[1:]
