"""What YouTube is to us, as the forms, help and composer show it. Known by the YouTube connector; knows domain."""

from app.connectors.forms import server_field
from app.core.i18n import N_
from app.domain.network import Capability, FormField, LengthUnit, Limits, NetworkInfo, QualityRule

SERVICE = "https://www.googleapis.com/youtube/v3"
UNITS = 10_000

FORM = (
    FormField(
        name="client_id",
        title=N_("Client ID"),
        help=N_(
            "At console.cloud.google.com switch on the YouTube Data API v3, then make an OAuth client of the type "
            "“Desktop app” under Credentials."
        ),
    ),
    FormField(
        name="client_secret",
        title=N_("Client secret"),
        help=N_("Shown beside the client ID; Google wants it from desktop apps as well."),
        secret=True,
        required=False,
    ),
    FormField(
        name="live",
        title=N_("Live chat"),
        help=N_("yes to read the chat while the channel broadcasts; it takes most of a day's units."),
        required=False,
        default="no",
    ),
    FormField(
        name="units",
        title=N_("Units a day"),
        help=N_("What Google grants your project; 10,000 unless you were given more. Other accounts share them."),
        required=False,
        default=str(UNITS),
    ),
    server_field(SERVICE),
)

QUALITY = (
    QualityRule(rule="sign-in", state="done", note="browser, OAuth 2 with PKCE; tokens renewed before they end"),
    QualityRule(
        rule="quota", state="done", note="every call's price counted; a tenth kept for replies; told as health"
    ),
    QualityRule(rule="resume", state="done", note="comments since the newest one, answers of the last 100 threads"),
    QualityRule(rule="send once", state="done", note="the thread is read before a resend"),
    QualityRule(rule="deletions", state="done", note="recent threads are asked for again; so are edits"),
    QualityRule(rule="live chat", state="done", note="as often as YouTube allows and the units last"),
    QualityRule(rule="comments held for review", state="exempt", note="they wait in YouTube Studio"),
    QualityRule(rule="pictures in replies", state="exempt", note="YouTube has none in comments"),
)

INFO = NetworkInfo(
    name="youtube",
    title="YouTube",
    glyph="Yt",
    icon="youtube",
    capabilities=frozenset({Capability.MENTIONS, Capability.REPLY, Capability.THREAD, Capability.DELETE}),
    form=FORM,
    limits=Limits(length=10_000, unit=LengthUnit.UTF16),
    quality=QUALITY,
    proven=False,
    source="developers.google.com/youtube/v3, November 2026",
    browser=True,
    help=N_("Comments under a channel's videos, the chat of its broadcasts, and replies in its name."),
)
