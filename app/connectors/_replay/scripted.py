"""Posts that a story has written for exact moments: news, loud voices, the airline's statement. Known by script; knows
cast, story and domain."""

from app.connectors._replay.cast import load_cast
from app.connectors._replay.pages import brand_author
from app.connectors._replay.story import Beat, ScriptedPost, Story
from app.core.clock import MINUTE
from app.domain.post import Post


class Scripted:
    """The scripted posts of a placed story."""

    def __init__(self, tag: str, *, story: Story, account_id: int) -> None:
        self._account_id = account_id
        self._posts = tuple(
            self._post(f"replay:{tag}-s{number}.{index}", beat, post)
            for number, beat in enumerate(story.beats)
            for index, post in enumerate(beat.posts)
        )

    def all(self) -> tuple[Post, ...]:
        """Every one, by beat."""
        return self._posts

    def in_minute(self, minute: int) -> list[Post]:
        """Those of this minute (counted from the epoch)."""
        return [post for post in self._posts if post.created_at // MINUTE == minute]

    def _post(self, native_id: str, beat: Beat, post: ScriptedPost) -> Post:
        voice = load_cast().by_handle.get(post.handle)
        author = voice.author if voice else brand_author(post.network)
        return Post(
            network=post.network,
            native_id=native_id,
            kind=post.kind,
            text=beat.text_of(post),
            created_at=beat.moment_of(post),
            author=author,
            account_id=self._account_id,
            language=post.language,
            region=voice.region.code if voice else "PT",
            reach=author.followers,
        )
