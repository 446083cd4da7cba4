"""What Lemmy is to us, as the forms, help and composer show it. Known by the Lemmy connector; knows domain."""

from app.core.i18n import N_
from app.domain.network import Capability, FormField, LengthUnit, Limits, NetworkInfo, QualityRule

FORM = (
    FormField(name="server", title=N_("Server"), help=N_("Where the account lives, like lemmy.example.com.")),
    FormField(name="user", title=N_("User name"), help=N_("Of the account on this server, or its e-mail address.")),
    FormField(
        name="password",
        title=N_("Password"),
        help=N_("Of an account without two factors; the API knows no other way in."),
        secret=True,
    ),
    FormField(
        name="communities",
        title=N_("Communities to listen to"),
        help=N_("One a line, like ferries or ferries@lemmy.example.com; all their posts and comments are heard."),
        required=False,
        lines=True,
    ),
    FormField(
        name="ours",
        title=N_("Communities that are ours"),
        help=N_("One a line; a post there is a question to us."),
        required=False,
        lines=True,
    ),
    FormField(
        name="words",
        title=N_("Words to listen for"),
        help=N_("One search a line; posts and comments that match are heard, wherever they stand."),
        required=False,
        lines=True,
    ),
)

QUALITY = (
    QualityRule(rule="sign-in", state="done", note="user name and password; signed in again when the token has ended"),
    QualityRule(rule="resume", state="done", note="each list back to the newest that was delivered"),
    QualityRule(
        rule="reconcile", state="done", note="every look reads ten minutes again; what federates later is lost"
    ),
    QualityRule(rule="send once", state="done", note="our own comments and messages looked through before a resend"),
    QualityRule(rule="edits", state="done", note="delivered posts asked for again"),
    QualityRule(rule="deletions", state="done", note="delivered posts asked for again, a moderator's removals too"),
    QualityRule(rule="accepted answers", state="exempt", note="Lemmy has none"),
    QualityRule(rule="pictures in replies", state="exempt", note="uploads are links in the text"),
)

INFO = NetworkInfo(
    name="lemmy",
    title="Lemmy",
    glyph="Le",
    icon="lemmy",
    capabilities=frozenset(
        {
            Capability.MENTIONS,
            Capability.SEARCH,
            Capability.DIRECT,
            Capability.REPLY,
            Capability.THREAD,
            Capability.DELETE,
        }
    ),
    form=FORM,
    limits=Limits(length=10_000, unit=LengthUnit.CHARACTERS),
    quality=QUALITY,
    proven=False,
    source="join-lemmy.org/docs (API version 3) and github.com/LemmyNet/lemmy-js-client, November 2026",
    help=N_("Mentions, answers and messages of a Lemmy account, whole communities and searches, and its replies."),
)
