"""Pictures found in a post's HTML."""

from hypothesis import given
from hypothesis import strategies as st

from app.connectors.html_pictures import MOST, pictures

BASE = "https://forum.test"


def test_pictures_have_whole_addresses_and_their_descriptions() -> None:
    found = pictures('<p><img src="/uploads/a.png" alt="A ferry"><img src="https://x.test/b.png"></p>', base=BASE)
    assert [(one.kind, one.url, one.alt) for one in found] == [
        ("image", "https://forum.test/uploads/a.png", "A ferry"),
        ("image", "https://x.test/b.png", ""),
    ]


def test_emoji_and_avatars_are_no_pictures() -> None:
    assert pictures('<img class="emoji" src="/e.png"><img class="avatar big" src="/a.png">', base=BASE) == ()


def test_what_is_no_web_address_is_left_out() -> None:
    assert pictures('<img src="data:image/png;base64,AAAA"><img src="javascript:x"><img>', base=BASE) == ()


def test_the_same_picture_counts_once_and_there_is_an_end() -> None:
    assert len(pictures('<img src="/a.png">' * 5, base=BASE)) == 1
    assert len(pictures("".join(f'<img src="/{number}.png">' for number in range(90)), base=BASE)) == MOST


@given(st.text() | st.text(alphabet='<img src="[]:/">', max_size=60))
def test_no_markup_raises(markup: str) -> None:
    pictures(markup, base=BASE)
    pictures(f'<img src="{markup}">', base=BASE)
