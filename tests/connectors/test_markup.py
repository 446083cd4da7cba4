"""HTML and hidden characters become text that is safe to show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connectors.markup import LONGEST_MARKUP, LONGEST_TEXT, cut, plain, said, visible, written

ANY = st.text(alphabet=st.characters())
HIDDEN = st.text(
    alphabet="a\u05d0\u0645\u202e\u2066\u200b\u200d\u200c\ufe0f\U0001f469\U0001f680\u0301\ud800\U000e0041\n"
)
PIECES = st.lists(
    st.sampled_from(["<p>", "</p>", "<a href='https://a.example'>", "</a>", "<li>", "<ol>", "<blockquote>", "<pre>"])
    | st.sampled_from(
        ["<!--", "<script>", "</script>", "&amp;", "&#x202e;", "<", ">", "x", " ", "\n", "<a", "<img alt='y'>"]
    )
).map("".join)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>one</p><p>two &amp; three<br>four</p>", "one\n\ntwo & three\nfour"),
        ("a<div>b<div>c</div></div>d", "a\nb\nc\nd"),
        ("a <script>alert(1)</script><style>p{}</style>safe", "a safe"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>after", "• a\n• b\n  • c\nafter"),
        ("<ol><li>a<li><p>b</p></ol>", "1. a\n2. b"),
        ("<blockquote><p>theirs</p></blockquote>mine", "> theirs\n\nmine"),
        ("<pre>if a:\n    b</pre>", "if a:\n    b"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<mx-reply><blockquote>old</blockquote></mx-reply>new", "new"),
        ("<img alt=':blob:' src='https://x.example/y.png'> hi", ":blob: hi"),
        ("1 < 2 & 3", "1 < 2 & 3"),
        ("no markup\nat all ", "no markup\nat all"),
    ],
)
def test_markup_becomes_lines_of_text(markup: str, text: str) -> None:
    assert plain(markup) == text


@pytest.mark.parametrize(
    ("inner", "address", "text"),
    [
        ("@<span>ann</span>", "https://social.example/@ann", "@ann"),
        ("#<span>ferry</span>", "https://social.example/tags/ferry", "#ferry"),
        ("Ann", "https://matrix.to/#/@ann:social.example", "Ann"),
        ("https://bank.example/a", "https://bank.example/a", "https://bank.example/a"),
        ("<span>https://www.</span>bank.example/lo<span>ng</span>", "https://bank.example/long", ""),
        ("bank.example/a…", "https://www.bank.example/abc", "bank.example/a…"),
        ("https://bank.example", "https://thief.example", "https://bank.example (thief.example)"),
        ("bank.example", "https://thief.example/bank.example", "bank.example (thief.example)"),
        ("https://bank.example@thief.example", "https://bank.example@thief.example", None),
        ("click here", "https://thief.example", "click here (thief.example)"),
        ("the bank", "https://b\u0430nk.example", "the bank (xn--bnk-6cd.example)"),
        ("", "https://bank.example/a", "https://bank.example/a"),
        ("click", "javascript:alert(1)", "click"),
        ("write us", "mailto:help@bank.example", "write us"),
    ],
)
def test_a_link_tells_its_real_host_where_its_text_does_not(inner: str, address: str, text: str | None) -> None:
    expected = {"": "https://www.bank.example/long", None: "https://bank.example@thief.example (thief.example)"}
    shown = plain(f'<p>see <a class="mention" href="{address}">{inner}</a>!</p>')
    assert shown == f"see {expected.get(text, text)}!"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("pay \u202egnp.exe\u202c", "pay gnp.exe"),
        ("\u2067abc\u2069", "abc"),
        ("f\u200br\u2060e\u00ade\ufeff", "free"),
        ("f\u200dr\u200cee", "free"),
        ("שלום\u200f!", "שלום\u200f!"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937"),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f468\u200d\U0001f469\u200d\U0001f467"),
        ("\U0001f469\U0001f3fd\u200d\U0001f680 \u2764\ufe0f 1\ufe0f\u20e3", None),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", None),
        ("x\U000e0041\U000e0042\ufe0f\ufe0f", "x\ufe0f"),
        ("a" + "\u0301" * 50, "a" + "\u0301" * 8),
        ("one\r\ntwo\u2028three\x00", "one\ntwo\nthree"),
        ("half \ud800", "half \ufffd"),
    ],
)
def test_what_hides_goes_and_what_writing_needs_stays(text: str, seen: str | None) -> None:
    assert visible(text) == (text if seen is None else seen)


def test_a_long_text_is_cut_and_tells_its_length() -> None:
    assert cut("short", 5) == "short"
    assert cut("x" * 1_234, 10) == f"{'x' * 10} …\n[cut here: 1,234 characters in all]"


def test_a_cut_never_splits_a_letter_from_its_marks_or_a_joined_emoji() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert cut(f"ab{family}", 4).startswith("ab …")
    assert cut("abe\u0301 and more", 3).startswith("ab …")


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 100_000,
        "".join(f"<font size='<{number}'>" for number in range(30_000)),
        "<ul><li>a" * 50_000,
        "<!--" * 100_000,
        "<" * 500_000,
        "&" * 500_000,
        "<blockquote>a<br>" * 30_000,
        f"<a href='https://x.example'>{'a.' * 100_000}</a>",
        f"<a {' '.join(f'a{number}=1' for number in range(40_000))}>x</a>",
    ],
    ids=["deep", "styling", "lists", "comments", "brackets", "ampersands", "quotations", "dots", "attributes"],
)
def test_hostile_markup_is_bounded(hostile: str) -> None:
    assert len(plain(hostile)) <= LONGEST_MARKUP + 2
    assert len(said(hostile)) <= LONGEST_TEXT + 100


@given(PIECES | ANY)
def test_no_markup_raises_and_none_hides_anything(markup: str) -> None:
    text = said(markup)
    assert text.encode().decode() == text
    assert visible(text) == text


@given(HIDDEN | ANY)
def test_a_visible_text_is_storable_and_stays_as_it_is(text: str) -> None:
    seen = visible(text)
    assert visible(seen) == seen
    assert not set(seen) & set("\u202e\u2066\u200b\ud800\r\x00")
    assert seen.encode().decode() == seen


@given(ANY, st.integers(min_value=0, max_value=50))
def test_a_cut_text_begins_as_the_whole_one(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert short == text or text.startswith(short.rpartition(" …\n")[0])


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs"], max_codepoint=0x24F)))
def test_ordinary_text_is_not_touched(text: str) -> None:
    clean = text.replace("\u00ad", "").strip()
    assert written(clean) == clean
