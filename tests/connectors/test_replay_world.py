"""The replay's world: the same every time, lifelike in its rhythm, written by hand."""

import re
from collections import Counter
from itertools import islice

from app.connectors._replay.cast import load_cast
from app.connectors._replay.phrases import Choice, Part, Slot, Template, load_phrases
from app.connectors._replay.script import Script
from app.connectors._replay.slots import SLOT_NAMES
from app.connectors._replay.story import story_names
from app.connectors.replay import generate, load_story, place
from app.core.clock import DAY, HOUR, MINUTE, Millis
from app.domain.post import ADDRESSED, PostKind
from tests.fakes.clock import NOON

MONDAY: Millis = NOON - 12 * HOUR
BUSY = place(load_story("busy"), MONDAY + 20 * HOUR)
QUIET = place(load_story("quiet"), MONDAY)

REAL = (
    "ryanair|easyjet|lufthansa|british airways|emirates|etihad|qatar airways|latam|gol linhas|air france|klm|iberia"
    "|vueling|wizz|swiss air|austrian airlines|ita airways|alitalia|delta air|united airlines|american airlines|qantas"
    "|singapore airlines|ana holdings|japan airlines|indigo|air india|tap air|finnair|norwegian air|saudia|turkish"
    "|apple|google|samsung|iphone|paypal|visa card|mastercard|uber|amazon|microsoft|mckinsey|coca-cola|starbucks"
)


def plain_pieces(scene: str = "") -> dict[str, Template]:
    """Templates by their longest plain piece, those of one scene if asked."""
    found = {
        max((part for part in template.parts if isinstance(part, str)), key=len, default="").strip().lower(): template
        for template in load_phrases().templates
        if scene in ("", template.scene)
    }
    return {piece: template for piece, template in found.items() if len(piece) > 8}


def moods(texts: list[str]) -> Counter[str]:
    """The labels of the templates that texts seem to come from."""
    pieces = plain_pieces()
    hits = (next((one for piece, one in pieces.items() if piece in text.lower()), None) for text in texts)
    return Counter(hit.mood for hit in hits if hit)


def test_two_windows_side_by_side_are_one_window() -> None:
    whole = list(generate(7, BUSY, MONDAY + 6 * HOUR, MONDAY + 9 * HOUR))
    cut = MONDAY + 7 * HOUR + 23 * MINUTE + 417
    parts = [*generate(7, BUSY, MONDAY + 6 * HOUR, cut), *generate(7, BUSY, cut, MONDAY + 9 * HOUR)]
    assert parts == whole
    assert len(whole) > 1_000


def test_another_seed_is_another_world_with_other_ids() -> None:
    one = {post.native_id for post in generate(1, BUSY, MONDAY, MONDAY + HOUR)}
    other = {post.native_id for post in generate(2, BUSY, MONDAY, MONDAY + HOUR)}
    assert one
    assert not one & other


def test_ids_are_unique_but_for_edits_and_every_one_says_replay() -> None:
    posts = list(generate(7, BUSY, MONDAY, MONDAY + DAY))
    fresh = [post for post in posts if not post.edited_at]
    assert len({post.native_id for post in fresh}) == len(fresh)
    assert all(post.native_id.startswith("replay:") for post in posts)
    assert 0 < len(posts) - len(fresh) < len(posts) / 50


def test_posts_come_in_order_of_time() -> None:
    moments = [post.edited_at or post.created_at for post in generate(7, BUSY, MONDAY, MONDAY + 6 * HOUR)]
    assert moments == sorted(moments)


def test_sunday_night_is_far_quieter_than_monday_noon() -> None:
    night = sum(1 for _ in generate(7, QUIET, MONDAY - HOUR, MONDAY + HOUR))
    noon = sum(1 for _ in generate(7, QUIET, MONDAY + 11 * HOUR, MONDAY + 13 * HOUR))
    assert noon > 1.8 * night


def test_regions_wake_one_after_the_other() -> None:
    def share(code: str, hour: int) -> float:
        regions = Counter(p.region for p in generate(7, QUIET, MONDAY + hour * HOUR, MONDAY + (hour + 2) * HOUR))
        return regions[code] / regions.total()

    assert share("SG", 3) > 2 * share("SG", 18)
    assert share("BR", 22) > 2 * share("BR", 7)


def test_the_crisis_multiplies_and_darkens_talk_of_check_in() -> None:
    def heard(start: Millis) -> list[str]:
        posts = generate(7, BUSY, start, start + 20 * MINUTE)
        return [post.text for post in posts if re.search("check-?in|チェックイン|चेक-इन", post.text, re.IGNORECASE)]

    lead = BUSY.lead
    assert lead is not None
    before, during = heard(lead.start - HOUR), heard(lead.start + 45 * MINUTE)
    assert len(during) > 8 * len(before)
    assert moods(during)["negative"] > 3 * moods(during)["positive"]


def test_the_total_rises_about_sixfold_and_falls_again() -> None:
    def rate(minutes: int) -> float:
        start = MONDAY + 14 * HOUR + minutes * MINUTE
        return sum(1 for _ in generate(7, BUSY, start, start + 10 * MINUTE)) / 10

    assert 4 < rate(55) / rate(-15) < 8
    assert rate(230) < 2 * rate(-15)


def test_the_crisis_reaches_networks_and_regions_with_a_lag() -> None:
    lead = BUSY.lead
    assert lead is not None

    pieces = plain_pieces("payment")

    def networks(start: Millis) -> Counter[str]:
        posts = generate(7, BUSY, start, start + 10 * MINUTE, per_minute=200)
        return Counter(post.network for post in posts if any(piece in post.text.lower() for piece in pieces))

    early, late = networks(lead.start), networks(lead.start + 45 * MINUTE)
    assert early["x"] > 10
    assert early["youtube"] < early["x"] / 10
    assert late["youtube"] > late["x"] / 10

    def from_here(code: str, start: Millis) -> int:
        posts = generate(7, BUSY, start, start + 8 * MINUTE, per_minute=200)
        return sum(post.region == code and "check-in" in post.text.lower() for post in posts)

    assert from_here("AU", lead.start + 40 * MINUTE) > 4 * from_here("AU", lead.start + 8 * MINUTE)


def test_pace_compresses_the_crisis_and_its_clock_times() -> None:
    story = place(load_story("busy"), NOON, crisis_at=NOON + 4 * MINUTE, pace=5.0)
    statement = next(
        post
        for post in generate(7, story, NOON, NOON + HOUR)
        if post.kind is PostKind.OWN and "cannot take payments" in post.text
    )
    assert statement.created_at == NOON + 4 * MINUTE + 61 * MINUTE // 5
    assert "12:04 UTC" in statement.text


def test_the_asked_share_speaks_to_us() -> None:
    for asked in (0.05, 0.3):
        posts = list(generate(7, QUIET, MONDAY + 8 * HOUR, MONDAY + 14 * HOUR, addressed=asked))
        first = [post for post in posts if not post.native_id.count(".") > 1 and post.kind is not PostKind.OWN]
        share = sum(post.kind in ADDRESSED for post in first) / len(first)
        assert abs(share - asked) < 0.04


def test_only_what_came_before_the_opening_was_answered_by_others() -> None:
    opens = MONDAY + 12 * HOUR
    story = place(load_story("quiet"), opens)
    own = [p for p in generate(7, story, MONDAY + 9 * HOUR, MONDAY + 16 * HOUR) if p.native_id.endswith(".c")]
    assert len(own) > 100
    assert max(post.created_at for post in own) < opens
    assert {post.kind for post in own} == {PostKind.OWN}


def test_some_posts_are_deleted_later() -> None:
    happenings = list(Script(7, QUIET).happenings(MONDAY, MONDAY + DAY))
    written = {one.post.native_id for one in happenings if one.post}
    gone = [one for one in happenings if one.gone]
    assert gone
    assert sum(one.gone in written for one in gone) > len(gone) / 2


def test_there_is_much_to_say_by_many_in_ten_languages() -> None:
    templates = load_phrases().templates
    assert len(templates) >= 500
    assert len(load_cast().by_handle) >= 300
    assert len({template.language for template in templates}) >= 10
    assert Counter(template.text for template in templates).most_common(1)[0][1] == 1


def test_every_slot_of_every_template_can_be_filled() -> None:
    def slots(parts: tuple[Part, ...]) -> set[str]:
        found = {part.name for part in parts if isinstance(part, Slot)}
        inner = [slots(option) for part in parts if isinstance(part, Choice) for option in part.options]
        return found.union(*inner)

    book = load_phrases()
    for template in book.templates:
        wanted = slots(template.parts).union(*(slots(parts) for _, parts in template.then))
        assert wanted <= SLOT_NAMES, template.text
    for words in book.words.values():
        assert {"air", "city", "hub", "weekday", "name"} <= set(words)


def test_no_post_shows_an_unfilled_slot_or_bracket() -> None:
    for post in generate(3, BUSY, MONDAY, MONDAY + DAY):
        assert not re.search(r"[{}\[\]|]", post.text), post.text
        assert post.text.strip()


def test_nobody_real_is_named() -> None:
    templates = load_phrases().templates
    texts = [template.text for template in templates]
    texts += [voice.author.name for voice in load_cast().by_handle.values()]
    texts += [post.text for name in story_names() for beat in load_story(name).beats for post in beat.posts]
    for text in texts:
        assert not re.search(rf"\b({REAL})\b", text, re.IGNORECASE), text


def test_the_rules_of_safety_have_something_to_find() -> None:
    found = {reason for template in load_phrases().templates for reason in template.unsafe}
    assert found >= {"profanity", "insult", "phone", "email", "iban", "card", "address", "threat"}


def test_short_networks_get_no_long_posts() -> None:
    for post in generate(5, BUSY, MONDAY + 13 * HOUR, MONDAY + 17 * HOUR):
        if post.network in ("x", "bluesky") and post.kind in (PostKind.HEARD, PostKind.MENTION):
            assert len(post.text) <= 500


def test_generating_is_lazy() -> None:
    assert len(list(islice(generate(7, QUIET, MONDAY, MONDAY + 1_000 * DAY), 50))) == 50


def test_a_thread_shows_the_page_above_and_what_follows_below() -> None:
    opens = MONDAY + 12 * HOUR
    script = Script(7, place(load_story("quiet"), opens))
    posts = [one.post for one in script.happenings(MONDAY + 9 * HOUR, MONDAY + 11 * HOUR) if one.post]
    comment = next(p for p in posts if p.kind is PostKind.COMMENT and any(q.parent == p.native_id for q in posts))
    thread = script.thread(comment.native_id)
    assert thread[0].native_id == comment.thread
    assert thread[0].kind is PostKind.OWN
    assert comment in thread
    assert len(thread) >= 3
    assert script.thread("replay:elsewhere-1.1") == ()
