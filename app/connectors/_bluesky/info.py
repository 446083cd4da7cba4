"""What Bluesky is to us, as the forms, help and composer show it. Known by the Bluesky connector; knows domain."""

from app.connectors.forms import server_field
from app.core.i18n import N_
from app.domain.network import Capability, FormField, LengthUnit, Limits, NetworkInfo, QualityRule

SERVICE = "https://bsky.social"
WEB = "https://bsky.app"

FORM = (
    FormField(
        name="handle", title=N_("Handle"), help=N_("Your account's name, like brand.bsky.social, without the @.")
    ),
    FormField(
        name="password",
        title=N_("App password"),
        help=N_(
            "Not needed when you sign in with the browser, which lasts two weeks. Made at Bluesky under Settings → "
            "Privacy and security → App passwords; not your account's password."
        ),
        secret=True,
        required=False,
    ),
    server_field(SERVICE, help=N_("The address of the server your account lives on; most leave this as it is.")),
    FormField(
        name="search",
        title=N_("Words to listen for"),
        help=N_("One search a line; posts that match are heard, though nobody addressed you."),
        lines=True,
        required=False,
    ),
    FormField(
        name="feeds",
        title=N_("Feeds and lists to listen to"),
        help=N_("The addresses of their pages on bsky.app, one a line; their posts are heard, though not addressed."),
        lines=True,
        required=False,
    ),
    FormField(
        name="firehose",
        title=N_("Firehose"),
        help=N_("off, or the wss:// address of a relay, to count everything that is said."),
        required=False,
        default="off",
    ),
    FormField(
        name="firehose_words",
        title=N_("Words kept from the firehose"),
        help=N_("One a line; * keeps every post. Empty: the words to listen for."),
        lines=True,
        required=False,
    ),
    FormField(
        name="appview",
        title=N_("App view"),
        help=N_(
            "Which view of the network to ask, like did:web:api.bsky.app#bsky_appview; empty for your server's own."
        ),
        required=False,
    ),
    FormField(
        name="directory",
        title=N_("Directory"),
        help=N_("Where accounts are looked up for a sign-in in the browser; empty for the network's own."),
        required=False,
    ),
)

QUALITY = (
    QualityRule(rule="proven against", state="done", note="@atproto/dev-env 0.6: a whole Bluesky on one machine"),
    QualityRule(rule="sign-in", state="done", note="in the browser (OAuth), or by app password; tokens renewed early"),
    QualityRule(rule="resume", state="done", note="each lane behind its own cursor"),
    QualityRule(rule="reconcile", state="done", note="unread count against what was listed, then search and threads"),
    QualityRule(rule="send once", state="done", note="record key chosen by us; asked for after a broken send"),
    QualityRule(rule="deletions", state="done", note="firehose, and recent posts asked for again"),
    QualityRule(rule="deleted accounts", state="done", note="firehose; all that a deleted or taken-down account said"),
    QualityRule(rule="labels", state="done", note="on posts and authors, by anybody and by themselves"),
    QualityRule(rule="feeds and lists", state="done", note="each behind the same cursor; muted authors are left out"),
    QualityRule(rule="quotes", state="done", note="shown with whom and what they quote"),
    QualityRule(rule="pictures in replies", state="done", note="four, with their descriptions; threads in parts"),
    QualityRule(rule="direct messages", state="exempt", note="a service of its own, not reached with app passwords"),
)

LIMITS = Limits(
    length=300,
    unit=LengthUnit.GRAPHEMES,
    images=4,
    image_bytes=2_000_000,
    image_types=("image/jpeg", "image/png", "image/webp"),
    alt_text_length=2_000,
    parts=True,
)
"""Source: the lexicons app.bsky.feed.post and app.bsky.embed.images (github.com/bluesky-social/atproto); the length of
a description is the official app's own limit."""

INFO = NetworkInfo(
    name="bluesky",
    title="Bluesky",
    glyph="BS",
    icon="bluesky",
    capabilities=frozenset(
        {
            Capability.MENTIONS,
            Capability.SEARCH,
            Capability.VOLUME,
            Capability.REPLY,
            Capability.THREAD,
            Capability.DELETE,
        }
    ),
    form=FORM,
    limits=LIMITS,
    quality=QUALITY,
    browser=True,
    help=N_("Mentions, replies, quotes and searches of a Bluesky account, and replies in its name."),
)
