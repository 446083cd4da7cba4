"""What Facebook is to us, as the forms, help and composer show it. Known by the Facebook connector; knows domain."""

from app.connectors._meta.account import APP_FIELDS, service_field
from app.core.i18n import N_
from app.domain.network import Capability, FormField, LengthUnit, Limits, NetworkInfo, QualityRule

SERVICE = "https://graph.facebook.com/v25.0"

FORM = (
    FormField(
        name="token",
        title=N_("Page access token"),
        help=N_(
            "At developers.facebook.com → Tools → Graph API Explorer: your app, “Get Page access token”, with "
            "pages_read_engagement, pages_read_user_content, pages_manage_engagement, pages_messaging and "
            "pages_manage_metadata. Made from a long-lived user token it does not end by itself."
        ),
        secret=True,
    ),
    *APP_FIELDS,
    service_field(SERVICE),
)

QUALITY = (
    QualityRule(
        rule="sign-in", state="done", note="Page token, with a proof by the app's secret; its last day is told"
    ),
    QualityRule(
        rule="sign-in by browser", state="exempt", note="Facebook Login takes no loopback address of a live app"
    ),
    QualityRule(rule="resume", state="done", note="Page, mentions and conversations read back to what was delivered"),
    QualityRule(rule="reconcile", state="done", note="webhooks only hasten: every look reads the newest again"),
    QualityRule(rule="signature", state="done", note="HMAC-SHA256 of the body, in constant time"),
    QualityRule(
        rule="send once", state="done", note="our words looked for under the same comment; messages by their echo"
    ),
    QualityRule(
        rule="windows", state="done", note="messages: 24 hours, then 7 days as a human agent, then refused in words"
    ),
    QualityRule(rule="edits", state="done", note="by webhook, in the newest comments, and by asking again"),
    QualityRule(rule="deletions", state="done", note="removed and hidden ones by webhook, and by asking again"),
    QualityRule(
        rule="old posts", state="exempt", note="comments under posts beyond the newest 200 are told by webhook only"
    ),
    QualityRule(rule="pictures in replies", state="done", note="one in a comment, with its alt text; none in messages"),
)

INFO = NetworkInfo(
    name="facebook",
    title="Facebook",
    glyph="Fb",
    icon="facebook",
    capabilities=frozenset(
        {Capability.MENTIONS, Capability.DIRECT, Capability.REPLY, Capability.THREAD, Capability.DELETE}
    ),
    form=FORM,
    limits=Limits(length=2000, unit=LengthUnit.CHARACTERS, direct_window_hours=168, images=1, image_bytes=10_000_000),
    quality=QUALITY,
    proven=False,
    source="developers.facebook.com/docs: pages-api, messenger-platform and graph-api, November 2026",
    hooked=True,
    help=N_("Comments on a Page's posts, posts that mention it, Messenger, and the Page's replies."),
)
