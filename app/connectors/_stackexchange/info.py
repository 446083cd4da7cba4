"""What Stack Exchange is to us, as the forms, help and composer show it. Known by the Stack Exchange connector; knows
domain."""

from app.connectors.forms import server_field
from app.core.i18n import N_
from app.domain.network import Capability, FormField, LengthUnit, Limits, NetworkInfo, QualityRule

SERVICE = "https://api.stackexchange.com/2.3"
COMMENT_LENGTH = 600

FORM = (
    FormField(name="site", title=N_("Site"), help=N_("Its address, like stackoverflow.com or ask.example.com.")),
    FormField(
        name="tags",
        title=N_("Tags to listen to"),
        help=N_("One a line; questions with it, their answers and comments are heard."),
        lines=True,
    ),
    FormField(
        name="questions",
        title=N_("Tags that ask us"),
        help=N_("One a line: a question with it is a question to us."),
        required=False,
        lines=True,
    ),
    FormField(
        name="key",
        title=N_("App key"),
        help=N_(
            "Register an app at stackapps.com/apps/oauth/register; its key is no secret, and allows 10,000 requests "
            "a day."
        ),
    ),
    FormField(
        name="user",
        title=N_("User number"),
        help=N_("Of our account on this site: it stands in the address of its profile. Without it nobody is us."),
        required=False,
    ),
    FormField(
        name="access_token",
        title=N_("Access token"),
        help=N_("Only to answer: of the app's sign-in with write_access and no_expiry. Without one it only reads."),
        secret=True,
        required=False,
    ),
    server_field(SERVICE),
)

QUALITY = (
    QualityRule(rule="sign-in", state="done", note="app key; a token with write_access to answer"),
    QualityRule(rule="resume", state="done", note="questions by activity behind the last one, with their answers"),
    QualityRule(rule="rate limits", state="done", note="quota of the day, and backoff of each method is kept"),
    QualityRule(rule="accepted answers", state="done", note="with the answer, and by asking again"),
    QualityRule(rule="edits", state="done", note="by activity, and by asking again"),
    QualityRule(rule="deletions", state="done", note="by asking again"),
    QualityRule(rule="comments", state="done", note="of the newest hundred questions and answers that were heard"),
    QualityRule(rule="send once", state="done", note="our own words looked for under the same post before a resend"),
    QualityRule(rule="pictures in replies", state="exempt", note="uploads are links in the text"),
)

INFO = NetworkInfo(
    name="stackexchange",
    title="Stack Exchange",
    glyph="Se",
    icon="stackexchange",
    capabilities=frozenset({Capability.SEARCH, Capability.REPLY, Capability.THREAD, Capability.DELETE}),
    form=FORM,
    limits=Limits(length=30_000, unit=LengthUnit.CHARACTERS),
    quality=QUALITY,
    proven=False,
    source="api.stackexchange.com/docs (version 2.3: throttle, errors, questions, answers, comments), November 2026",
    help=N_("Questions, answers and comments by tag on a site of Stack Exchange, accepted answers among them."),
)
