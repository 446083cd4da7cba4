"""What Mastodon and its relatives are to us, as the forms, help and composer show it. Known by the Mastodon connector;
knows domain."""

from app.core.i18n import N_
from app.domain.network import Capability, FormField, LengthUnit, Limits, NetworkInfo, QualityRule

FORM = (
    FormField(
        name="server",
        title=N_("Server"),
        help=N_("Where the account lives, like mastodon.social; the part after the second @ of its name."),
    ),
    FormField(
        name="token",
        title=N_("Access token"),
        help=N_(
            "Comes by itself when you sign in with the browser. By hand: Preferences → Development → New application, "
            "with read, write:statuses and write:media; then copy “Your access token”."
        ),
        secret=True,
    ),
    FormField(
        name="tags",
        lines=True,
        title=N_("Hashtags to listen for"),
        help=N_("One a line, with or without #; posts with them are heard, though nobody addressed you."),
        required=False,
    ),
)

QUALITY = (
    QualityRule(rule="proven against", state="done", note="mastodon_mock, a third party's mock"),
    QualityRule(rule="sign-in", state="done", note="in the browser, with PKCE where the server knows it; or a token"),
    QualityRule(rule="resume", state="done", note="notifications and each hashtag behind the last id"),
    QualityRule(rule="reconcile", state="done", note="streams only ring; what is delivered is asked for, with overlap"),
    QualityRule(rule="send once", state="done", note="Idempotency-Key, and our own statuses looked through"),
    QualityRule(rule="private answers", state="done", note="an answer is never wider than what it answers"),
    QualityRule(rule="deletions", state="done", note="delete events, and recent posts asked for again"),
    QualityRule(rule="edits", state="done", note="status.update events, and recent posts asked for again"),
    QualityRule(rule="pictures in replies", state="done", note="with description"),
    QualityRule(rule="words search", state="exempt", note="most servers search hashtags only"),
)

LIMITS = Limits(
    length=500,
    unit=LengthUnit.GRAPHEMES,
    link_length=23,
    images=4,
    image_bytes=16 * 1024 * 1024,
    image_types=("image/jpeg", "image/png", "image/gif", "image/webp"),
    alt_text_length=1500,
    parts=True,
)
"""Of an unchanged Mastodon; `limits.py` reads what a server says of itself."""

INFO = NetworkInfo(
    name="mastodon",
    title="Mastodon",
    glyph="Ma",
    icon="mastodon",
    capabilities=frozenset(
        {
            Capability.MENTIONS,
            Capability.SEARCH,
            Capability.REPLY,
            Capability.THREAD,
            Capability.DELETE,
            Capability.DIRECT,
        }
    ),
    form=FORM,
    limits=LIMITS,
    quality=QUALITY,
    proven=False,
    source="docs.joinmastodon.org (methods, entities, streaming, oauth), November 2026; run against mastodon_mock",
    browser=True,
    help=N_("Mentions, private messages and hashtags of an account on Mastodon or a server that speaks its API."),
)
