"""What NodeBB is to us, as the forms, help and composer show it. Known by the NodeBB connector; knows domain."""

from app.core.i18n import N_
from app.domain.network import Capability, FormField, LengthUnit, Limits, NetworkInfo, QualityRule

FORM = (
    FormField(name="server", title=N_("Forum"), help=N_("Its address, like https://forum.example.com.")),
    FormField(
        name="token",
        title=N_("API token"),
        help=N_("In the forum's administration: Settings → API access → a token for the user who answers."),
        secret=True,
    ),
    FormField(
        name="questions",
        title=N_("Categories that ask us"),
        help=N_(
            "Numbers of categories, one a line, or * for all: a topic begun there is a question to us. The number "
            "stands in a category's address."
        ),
        required=False,
        lines=True,
    ),
)

QUALITY = (
    QualityRule(rule="sign-in", state="done", note="API token of one user"),
    QualityRule(
        rule="resume", state="done", note="recent posts back to the newest that was delivered, a month at most"
    ),
    QualityRule(rule="reconcile", state="done", note="every look reads the newest page again"),
    QualityRule(rule="send once", state="done", note="our own posts looked through before a resend"),
    QualityRule(rule="edits", state="done", note="delivered posts asked for again"),
    QualityRule(rule="deletions", state="done", note="delivered posts asked for again"),
    QualityRule(rule="accepted answers", state="done", note="of the question-and-answer plugin, by asking again"),
    QualityRule(rule="private messages", state="exempt", note="the forum is listened to, its chats are not"),
    QualityRule(rule="pictures in replies", state="exempt", note="uploads are links in the text"),
)

INFO = NetworkInfo(
    name="nodebb",
    title="NodeBB",
    glyph="Nb",
    icon="nodebb",
    capabilities=frozenset(
        {Capability.MENTIONS, Capability.SEARCH, Capability.REPLY, Capability.THREAD, Capability.DELETE}
    ),
    form=FORM,
    limits=Limits(length=32_767, unit=LengthUnit.CHARACTERS),
    quality=QUALITY,
    proven=False,
    source="docs.nodebb.org (Read API, Write API version 3) and github.com/NodeBB/NodeBB, November 2026",
    help=N_("Topics and answers of a NodeBB forum, accepted answers among them, and replies."),
)
