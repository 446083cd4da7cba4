"""What every connector keeps to that shows threads: it shows them as a conversation can take them in."""

from app.connectors.base import ThreadReader
from app.domain.post import PostKind
from tests.contract.conftest import Setting

THREADS_ONLY = True


async def test_what_stands_around_a_post_is_context_or_our_own_and_begins_with_the_oldest(setting: Setting) -> None:
    said = await setting.case.say(setting.tools, 1)
    async with setting.ear.listening(setting.connector(), setting.budget):
        await setting.ear.until(lambda: said <= set(setting.ear.posts))
    connector = setting.connector()
    assert isinstance(connector, ThreadReader)
    await connector.check()
    posts = await connector.thread(next(iter(said)))
    assert not posts or said & {post.native_id for post in posts}  # of private messages some networks show none
    assert {post.kind for post in posts} <= {PostKind.CONTEXT, PostKind.OWN}
    assert [post.created_at for post in posts] == sorted(post.created_at for post in posts)
