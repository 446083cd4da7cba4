"""What LinkedIn is to us, as the forms, help and composer show it. Known by the LinkedIn connector; knows domain."""

from app.connectors.forms import server_field
from app.core.i18n import N_
from app.domain.network import Capability, FormField, Limits, NetworkInfo, QualityRule

SERVICE = "https://api.linkedin.com"
WEB = "https://www.linkedin.com"
VERSION = "202607"

FORM = (
    FormField(
        name="organization",
        title=N_("Page number"),
        help=N_("The number in the address when you administer the page: linkedin.com/company/12345/admin."),
    ),
    FormField(
        name="client_id",
        title=N_("Client ID"),
        help=N_(
            "Of your app at developer.linkedin.com, under Auth, with the product “Community Management API”; enter "
            "http://127.0.0.1:47113/signed-in there as redirect address."
        ),
    ),
    FormField(name="client_secret", title=N_("Client secret"), help=N_("Shown beside the client ID."), secret=True),
    FormField(
        name="version",
        title=N_("Version of the API"),
        help=N_("Year and month; LinkedIn keeps each for a year and refuses it then."),
        required=False,
        default=VERSION,
    ),
    server_field(SERVICE),
)

QUALITY = (
    QualityRule(rule="sign-in", state="done", note="browser, OAuth 2; its last day is told, 60 days ahead at most"),
    QualityRule(rule="tokens renewed", state="done", note="where LinkedIn grants the app refresh tokens"),
    QualityRule(rule="resume", state="done", note="comments of the 50 posts that changed last"),
    QualityRule(rule="send once", state="done", note="the comment's answers are read before a resend"),
    QualityRule(rule="deletions", state="done", note="when a post's comments are read again, hourly for a week"),
    QualityRule(rule="names", state="exempt", note="LinkedIn tells an app who people are only by number"),
    QualityRule(rule="mentions", state="exempt", note="they come by a webhook that needs approval of its own"),
    QualityRule(
        rule="pictures in replies", state="exempt", note="an upload of its own kind, not part of a comment's form"
    ),
)

INFO = NetworkInfo(
    name="linkedin",
    title="LinkedIn",
    glyph="Li",
    icon="linkedin",
    capabilities=frozenset({Capability.MENTIONS, Capability.REPLY, Capability.THREAD, Capability.DELETE}),
    form=FORM,
    limits=Limits(length=1250),
    quality=QUALITY,
    proven=False,
    source="learn.microsoft.com/linkedin/marketing/community-management, November 2026",
    browser=True,
    help=N_("Comments under the posts of a LinkedIn page, and replies in its name."),
)
