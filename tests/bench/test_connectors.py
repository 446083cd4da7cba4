"""What `bench connectors` measures is what the connectors do: every message of every sample is read."""

from app.bench.connectors import WORDS
from app.bench.frames import KINDS, frames
from app.bench.posts import some_posts
from app.bench.samples import SAMPLES, samples
from app.connectors._bluesky.car import read_frame
from app.connectors._bluesky.commits import EVERYTHING, Words, changes
from app.connectors._bluesky.views import Us
from app.connectors.registry import BUILT_IN

US = Us(did="did:plc:us", handle="us.test", account_id=1)


def test_every_message_of_every_sample_is_read_by_its_own_connector() -> None:
    made = samples()

    assert len(made) == len(SAMPLES)
    for sample in made:
        posts = sample.read(sample.body)
        assert sample.network in BUILT_IN
        assert len(posts) == sample.messages
        assert {post.network for post in posts} == {sample.network}
        assert sample.bare(sample.body) is not None


def test_one_frame_in_ten_has_a_post_and_the_filter_finds_it() -> None:
    posts = some_posts(40, account_id=1)
    data = frames(posts)

    def read(*words: str) -> list[str]:
        found = [change for one in data for change in changes(read_frame(one)[1], US, Words(words))]
        return [change.view.record.text for change in found if change.view is not None]

    assert len(data) == len(posts) * len(KINDS)
    assert read(EVERYTHING) == [post.text for post in posts]
    kept = [text for text in read(EVERYTHING) if any(word in text.casefold() for word in WORDS)]
    assert read(*WORDS) == kept
