"""What Instagram is to us, as the forms, help and composer show it. Known by the Instagram connector; knows domain."""

from app.connectors._meta.account import APP_FIELDS, service_field
from app.core.i18n import N_
from app.domain.network import Capability, FormField, LengthUnit, Limits, NetworkInfo, QualityRule

SERVICE = "https://graph.instagram.com/v25.0"

FORM = (
    FormField(
        name="token",
        title=N_("Access token"),
        help=N_(
            "Of a professional account, at developers.facebook.com → your app → Instagram → API setup with Instagram "
            "login → Generate token, with instagram_business_basic, instagram_business_manage_comments and "
            "instagram_business_manage_messages. It lasts sixty days and is renewed."
        ),
        secret=True,
    ),
    *APP_FIELDS,
    service_field(SERVICE),
)

QUALITY = (
    QualityRule(rule="sign-in", state="done", note="token of sixty days, renewed before it ends; its last day is told"),
    QualityRule(rule="sign-in by browser", state="exempt", note="Instagram Login takes no loopback address"),
    QualityRule(rule="resume", state="done", note="media, tags and conversations read back to what was delivered"),
    QualityRule(rule="reconcile", state="done", note="webhooks only hasten: every look reads the newest again"),
    QualityRule(rule="signature", state="done", note="HMAC-SHA256 of the body, in constant time"),
    QualityRule(
        rule="mentions", state="done", note="in comments and captions by webhook only, tags also after an absence"
    ),
    QualityRule(rule="send once", state="done", note="our words looked for under the same comment or in the chat"),
    QualityRule(
        rule="windows", state="done", note="messages: 24 hours, then 7 days as a human agent, then refused in words"
    ),
    QualityRule(rule="deletions", state="done", note="messages taken back by webhook; comments by asking again"),
    QualityRule(rule="edits", state="exempt", note="comments cannot be edited"),
    QualityRule(
        rule="old media", state="exempt", note="comments under media beyond the newest 200 are told by webhook only"
    ),
    QualityRule(rule="private replies", state="exempt", note="a comment is answered where it stands"),
    QualityRule(rule="pictures in replies", state="exempt", note="comments have none"),
)

INFO = NetworkInfo(
    name="instagram",
    title="Instagram",
    glyph="Ig",
    icon="instagram",
    capabilities=frozenset(
        {Capability.MENTIONS, Capability.DIRECT, Capability.REPLY, Capability.THREAD, Capability.DELETE}
    ),
    form=FORM,
    limits=Limits(length=1000, unit=LengthUnit.BYTES, direct_window_hours=168),
    quality=QUALITY,
    proven=False,
    source="developers.facebook.com/docs/instagram-platform (Instagram login), November 2026",
    hooked=True,
    help=N_("Comments, mentions and messages of a professional account, and its replies."),
)
