"""Topics in words: their kinds, whom they belong to, what can be written in a query and where one cannot be read. Known
by the dialogs of topics; knows domain and wire."""

import re

from app.core.clock import Millis
from app.core.errors import FishbowlError
from app.core.i18n import N_, _, ngettext, number
from app.domain.topic import Topic, TopicKind
from app.wire.answers import Hit, TriedQuery
from widgets.models.words import at_handle, clock_time, day_of, day_words, isolate, shorten, weekday

KINDS = {
    TopicKind.BRAND: N_("Brand of ours"),
    TopicKind.PRODUCT: N_("Product"),
    TopicKind.COMPETITOR: N_("Competitor"),
    TopicKind.CAMPAIGN: N_("Campaign"),
    TopicKind.TREND: N_("Trend of the trade"),
    TopicKind.RISK: N_("Risk"),
    TopicKind.AUDIENCE: N_("Audience"),
}
WRITTEN = (
    ("late parcel", N_("both words")),
    ("late OR lost", N_("at least one of them")),
    ("late -happy", N_("the first, and not the second")),
    ("(late OR lost) parcel", N_("grouped")),
    ('"lost parcel"', N_("these words side by side")),
    ("~parcel", N_("the word in its forms")),
    ("cancel*", N_("words that begin so")),
    ("@harbour", N_("a mention")),
    ("#delay", N_("a hashtag")),
    ("lang:de", N_("posts in this language")),
    ("network:bluesky", N_("posts of this network")),
)
"""What can be written in a query, and what it finds."""
LONGEST_EXAMPLE = 200
_NUMBER = re.compile(r"\d+")


def topic_line(topic: Topic) -> str:
    """What a topic is and whom it belongs to, then its query."""
    parts = [_(KINDS[topic.kind])]
    if topic.line_of_business:
        parts.append(_("for {business}").format(business=isolate(topic.line_of_business)))
    if topic.region:
        parts.append(_("in {region}").format(region=isolate(topic.region)))
    parts.append(_("on the wall") if topic.on_wall else _("not on the wall"))
    return ", ".join(parts)


def trial_words(tried: TriedQuery) -> str:
    """How many posts it would have found, and on which days."""
    if not tried.tried:
        return _("No post of the last week is there to try it on.")
    found = ngettext(
        "{matched} of {tried} posts of the last week matches.",
        "{matched} of {tried} posts of the last week match.",
        tried.matched,
    ).format(matched=number(tried.matched), tried=number(tried.tried))
    days = ", ".join(
        _("{day} about {posts}").format(day=weekday(day_of(one.begins)), posts=number(round(one.posts)))
        for one in tried.days
    )
    return _("{found} A day: {days}.").format(found=found, days=days) if tried.matched else found


def example_words(hit: Hit, *, network: str, now: Millis) -> str:
    """Who wrote it, where and when, and the beginning of what."""
    when = f"{day_words(hit.at, now=now)} {clock_time(hit.at)}"
    words = _("{handle} on {network}, {when}: {text}")
    return words.format(
        handle=at_handle(hit.handle), network=network, when=when, text=isolate(shorten(hit.text, LONGEST_EXAMPLE))
    )


def place_of(error: FishbowlError, query: str) -> int:
    """Where a query cannot be read, counted from 0: the number its error names; −1 where it names none in the query."""
    found = _NUMBER.search(error.message)
    place = int(found[0]) - 1 if found is not None else -1
    return place if place <= len(query) else -1
