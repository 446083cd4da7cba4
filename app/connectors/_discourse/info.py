"""What Discourse is to us, as the forms, help and composer show it. Known by the Discourse connector; knows domain."""

from app.core.i18n import N_
from app.domain.network import Capability, FormField, LengthUnit, Limits, NetworkInfo, QualityRule

FORM = (
    FormField(name="server", title=N_("Forum"), help=N_("Its address, like https://forum.example.com.")),
    FormField(name="user", title=N_("User name"), help=N_("In whose name replies go out, without the @.")),
    FormField(
        name="api_key",
        title=N_("API key"),
        help=N_(
            "In the forum's administration: API → New API key, user level “single user”. Take a user who is no "
            "administrator: private messages of an administrator are not read, for he sees everybody's."
        ),
        secret=True,
    ),
    FormField(
        name="questions",
        title=N_("Categories that ask us"),
        help=N_(
            "Numbers of categories, one a line, or * for all: a topic begun there is a question to us. The number "
            "stands at the end of a category's address."
        ),
        required=False,
        lines=True,
    ),
    FormField(
        name="hook_secret",
        title=N_("Webhook secret"),
        help=N_(
            "To be told at once: in the forum's administration, API → Webhooks, enter the address shown here, this "
            "secret, and the events for posts and solutions."
        ),
        secret=True,
        required=False,
    ),
)

QUALITY = (
    QualityRule(rule="sign-in", state="done", note="API key of one user"),
    QualityRule(rule="resume", state="done", note="pages back to the newest post that was delivered"),
    QualityRule(rule="reconcile", state="done", note="webhooks only hasten: every look reads the newest page again"),
    QualityRule(rule="signature", state="done", note="HMAC-SHA256 of the body"),
    QualityRule(rule="send once", state="done", note="our own words looked for in the newest posts before a resend"),
    QualityRule(rule="edits", state="done", note="by webhook, in the newest page, and by asking again"),
    QualityRule(rule="deletions", state="done", note="by webhook, and by asking again"),
    QualityRule(rule="accepted answers", state="done", note="of the solved plugin: by webhook and by asking again"),
    QualityRule(rule="moved posts", state="exempt", note="a post moved to another topic is a new one there"),
    QualityRule(rule="pictures in replies", state="exempt", note="uploads are links in the text"),
)

INFO = NetworkInfo(
    name="discourse",
    title="Discourse",
    glyph="Ds",
    icon="discourse",
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
    limits=Limits(length=32_000, unit=LengthUnit.CHARACTERS),
    quality=QUALITY,
    proven=False,
    source="docs.discourse.org and github.com/discourse/discourse (posts, topics, webhooks, solved), November 2026",
    hooked=True,
    help=N_("Topics, answers and private messages of a Discourse forum, accepted answers among them, and replies."),
)
