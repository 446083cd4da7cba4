"""A post's picture is asked for with the sign-in of the account it came through, and of no other."""

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any, cast

from msgspec import Struct

from app.domain.picture import Picture
from app.domain.post import Author, Media, Post, PostKind
from app.domain.principal import HUB
from app.domain.stored import StoredPost
from app.domain.understanding import Understanding
from app.services.house import House
from app.services.media import show_picture
from app.wire.calls import ShowPicture
from tests.fakes.clock import NOON

URL = "https://home.example/_matrix/client/v1/media/download/home.example/abc"
POST = Post(
    network="matrix", native_id="!r/$e", kind=PostKind.MENTION, text="look", created_at=NOON, account_id=5,
    author=Author(native_id="@ann", handle="ann"), media=(Media(kind="image", url=URL),),
)  # fmt: skip


class Asked(Struct):
    """What was asked of the outside."""

    headers: list[Mapping[str, str]]

    async def picture(self, url: str, *, headers: Mapping[str, str]) -> tuple[Picture, int]:
        assert url == URL
        self.headers.append(headers)
        return Picture(data=b"x", mime="image/png", width=1, height=1), 7


async def test_the_account_of_the_post_signs_the_request() -> None:
    stored = StoredPost(id=1, post=POST, meaning=Understanding())
    media = Asked([])

    async def read(_work: Callable[[Any], object]) -> StoredPost:
        return stored

    def signed(account_id: int, url: str) -> Mapping[str, str]:
        return {"Authorization": f"{account_id} for {url}"}

    house = SimpleNamespace(
        store=SimpleNamespace(read=read), media=media, outside=SimpleNamespace(media_headers=signed)
    )
    await show_picture(cast(House, house), HUB, ShowPicture(post_id=1, number=0))
    assert media.headers == [{"Authorization": f"5 for {URL}"}]
