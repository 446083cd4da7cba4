"""What X is to us, as the forms, help and composer show it. Known by the X connector; knows domain."""

from app.connectors.forms import server_field
from app.core.i18n import N_
from app.domain.network import Capability, FormField, LengthUnit, Limits, NetworkInfo, QualityRule

SERVICE = "https://api.x.com"
WEB = "https://x.com"

FORM = (
    FormField(
        name="client_id",
        title=N_("Client ID"),
        help=N_(
            "Of your app at console.x.com, under OAuth 2.0 keys; enter http://127.0.0.1:47113/signed-in there as "
            "callback address, and give the app the right to read and write."
        ),
    ),
    FormField(
        name="client_secret",
        title=N_("Client secret"),
        help=N_("Beside the client ID; only a confidential client, type “Web App”, has one."),
        secret=True,
        required=False,
    ),
    FormField(
        name="bearer_token",
        title=N_("Bearer token of the app"),
        help=N_(
            "For the live stream of the words below, which one account of an app can have; without it they are "
            "searched every minute."
        ),
        secret=True,
        required=False,
    ),
    FormField(
        name="search",
        title=N_("Words to listen for"),
        help=N_("One search a line, with X's operators if you like; each post that is read costs what X charges."),
        lines=True,
        required=False,
    ),
    FormField(
        name="backfill",
        title=N_("Backfill of the stream"),
        help=N_("yes where your contract with X includes it: the stream itself repeats the last five minutes."),
        required=False,
        default="no",
    ),
    server_field(SERVICE),
)

QUALITY = (
    QualityRule(rule="sign-in", state="done", note="browser, OAuth 2 with PKCE; tokens renewed before they end"),
    QualityRule(rule="resume", state="done", note="since_id for mentions and searches; X keeps seven days of searches"),
    QualityRule(rule="stream", state="done", note="rules kept in step, keep-alives watched, searched beside it"),
    QualityRule(rule="send once", state="done", note="our own posts are looked through before a resend"),
    QualityRule(rule="deletions", state="done", note="recent posts are asked for again; so are edits"),
    QualityRule(rule="threads", state="done", note="a conversation of the last seven days"),
    QualityRule(rule="caps", state="done", note="monthly caps and spent credits are told in words"),
    QualityRule(rule="rate limits", state="done", note="kept for each endpoint, as X keeps them"),
    QualityRule(rule="direct messages", state="exempt", note="another scope, and encrypted ones are not readable"),
)

INFO = NetworkInfo(
    name="x",
    title="X",
    glyph="X",
    icon="x",
    capabilities=frozenset(
        {Capability.MENTIONS, Capability.SEARCH, Capability.REPLY, Capability.THREAD, Capability.DELETE}
    ),
    form=FORM,
    limits=Limits(
        length=280,
        unit=LengthUnit.WEIGHTED,
        link_length=23,
        images=4,
        image_bytes=5_000_000,
        image_types=("image/jpeg", "image/png", "image/webp"),
        alt_text_length=1000,
        parts=True,
    ),
    quality=QUALITY,
    proven=False,
    source="docs.x.com/x-api, November 2026",
    browser=True,
    help=N_("Mentions of an X account, a stream or searches of your words, and replies in its name."),
)
