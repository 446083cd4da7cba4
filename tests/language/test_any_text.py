"""Whatever people write, the room answers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from app.core.errors import BadInput
from app.domain.topic import Topic
from app.domain.understanding import Understander
from app.language import check_query, compile_topics, load_understander
from app.language.personal import find_personal
from app.language.rising import RisingTerms, SeenPost

ODD = [
    "\ud800",
    "\x00\x00",
    "a" * 100_000,
    "\u202e\u200f\u2066",
    "👨‍👩‍👧‍👦🏽",
    "﷽" * 50,
    "&amp;#10;\\u000a\\ud800",
    "1" * 500,
    "@" * 300,
    "(" * 300,
    "٣" * 40,
    "é" * 400,
    "\n\r\u2028\u2029\x85",
    "𝗯𝗼𝗹𝗱 𝒔𝒄𝒓𝒊𝒑𝒕",
]


@pytest.fixture(scope="module")
def understander() -> Understander:
    return load_understander()


@settings(max_examples=150, deadline=None)
@given(texts=some.lists(some.one_of(some.text(), some.sampled_from(ODD)), max_size=6))
def test_every_text_is_understood(understander: Understander, texts: list[str]) -> None:
    found = understander.understand(texts, names=texts)
    assert len(found) == len(texts)
    for one, text in zip(found, texts, strict=True):
        assert -1 <= one.score <= 1
        assert 0 <= one.confidence <= 1
        assert 0 <= one.urgency <= 1
        assert 0 <= one.offensive <= 1
        assert 0 <= one.signature < 2**63
        assert one.public_ok == (not one.reasons)
        assert all(0 <= finding.start < finding.end <= len(text) for finding in one.pii)


@settings(max_examples=200, deadline=None)
@given(text=some.text(alphabet="0123456789 +-().@/abcDEFGB٣", max_size=60))
def test_findings_never_overlap_and_lie_inside_the_text(text: str) -> None:
    ends = 0
    for finding in find_personal(text):
        assert ends <= finding.start < finding.end <= len(text)
        ends = finding.end


@settings(max_examples=300, deadline=None)
@given(query=some.text(alphabet='ab ()"-*@#:langNOTADR咖🔥', max_size=40))
def test_a_query_is_either_refused_in_words_or_runs(query: str) -> None:
    try:
        check_query(query)
    except BadInput:
        return
    assert len(compile_topics([Topic(id=1, name="x", query=query)]).match(["a b 咖 🔥 #a @b"], ["en"], ["x"])) == 1


@pytest.mark.parametrize("text", ODD)
def test_every_text_can_be_counted_for_rising_terms(text: str) -> None:
    rising = RisingTerms()
    rising.add([SeenPost(id=1, at=0, author="a", text=text, signature=0)])
    assert rising.top(0) == []
