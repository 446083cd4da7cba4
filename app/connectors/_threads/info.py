"""What Threads is to us, as the forms, help and composer show it. Known by the Threads connector; knows domain."""

from app.connectors._meta.account import APP_FIELDS, service_field
from app.core.i18n import N_
from app.domain.network import Capability, FormField, LengthUnit, Limits, NetworkInfo, QualityRule

SERVICE = "https://graph.threads.net/v1.0"

FORM = (
    FormField(
        name="token",
        title=N_("Access token"),
        help=N_(
            "At developers.facebook.com: your app with the use case Threads → Settings → User token generator, with "
            "threads_basic, threads_content_publish, threads_read_replies, threads_manage_replies, "
            "threads_manage_mentions and threads_delete. It lasts sixty days and is renewed."
        ),
        secret=True,
    ),
    *APP_FIELDS,
    service_field(SERVICE),
)

QUALITY = (
    QualityRule(rule="sign-in", state="done", note="token of sixty days, renewed before it ends; its last day is told"),
    QualityRule(rule="sign-in by browser", state="exempt", note="Threads takes no loopback address"),
    QualityRule(rule="resume", state="done", note="our posts' conversations and mentions read back to the cursor"),
    QualityRule(rule="reconcile", state="done", note="webhooks only hasten: every look reads the newest again"),
    QualityRule(rule="signature", state="done", note="HMAC-SHA256 of the body, in constant time"),
    QualityRule(rule="send once", state="done", note="made first, published then; our words looked for in our replies"),
    QualityRule(rule="quota", state="done", note="a thousand replies in 24 hours: asked for before each"),
    QualityRule(rule="edits", state="done", note="by asking again; Threads gives fifteen minutes"),
    QualityRule(rule="deletions", state="done", note="by asking again, hidden ones too; our own by webhook"),
    QualityRule(
        rule="old posts", state="exempt", note="replies to posts beyond the newest 100 are told by webhook only"
    ),
    QualityRule(rule="people", state="exempt", note="known by name only: whoever takes another name is another person"),
    QualityRule(rule="direct messages", state="exempt", note="Threads publishes no way to them"),
    QualityRule(rule="pictures in replies", state="exempt", note="Threads fetches them from a public address only"),
)

INFO = NetworkInfo(
    name="threads",
    title="Threads",
    glyph="Th",
    icon="threads",
    capabilities=frozenset({Capability.MENTIONS, Capability.REPLY, Capability.THREAD, Capability.DELETE}),
    form=FORM,
    limits=Limits(length=500, unit=LengthUnit.CHARACTERS, parts=True),
    quality=QUALITY,
    proven=False,
    source="developers.facebook.com/docs/threads, November 2026",
    hooked=True,
    help=N_("Replies to an account's threads, posts that mention it, and its replies."),
)
