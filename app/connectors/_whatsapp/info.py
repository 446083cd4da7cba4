"""What WhatsApp is to us, as the forms, help and composer show it. Known by the WhatsApp connector; knows domain."""

from app.connectors._meta.account import APP_FIELDS, service_field
from app.core.i18n import N_
from app.domain.network import Capability, FormField, LengthUnit, Limits, NetworkInfo, QualityRule

SERVICE = "https://graph.facebook.com/v25.0"

FORM = (
    FormField(
        name="phone_number_id",
        title=N_("Phone number id"),
        help=N_("At developers.facebook.com: your app → WhatsApp → API setup. It is not the number itself."),
    ),
    FormField(
        name="token",
        title=N_("Access token"),
        help=N_(
            "At business.facebook.com → Settings → System users: a token of your app with whatsapp_business_messaging "
            "and whatsapp_business_management. One of a system user does not end by itself."
        ),
        secret=True,
    ),
    *APP_FIELDS,
    service_field(SERVICE),
)

QUALITY = (
    QualityRule(rule="sign-in", state="done", note="token in the header, with a proof by the app's secret"),
    QualityRule(
        rule="sign-in by browser", state="exempt", note="Facebook Login takes no loopback address of a live app"
    ),
    QualityRule(
        rule="resume",
        state="exempt",
        note="nothing can be read back: Meta repeats a delivery for seven days until taken",
    ),
    QualityRule(rule="signature", state="done", note="HMAC-SHA256 of the body, in constant time"),
    QualityRule(
        rule="send once",
        state="done",
        note="each reply carries its key; delivery reports settle one whose answer was lost",
    ),
    QualityRule(
        rule="windows",
        state="done",
        note="24 hours after the person's last word, then refused in words: a template opens it",
    ),
    QualityRule(rule="failed deliveries", state="done", note="a reply that never arrived is taken out of the thread"),
    QualityRule(rule="edits", state="done", note="by webhook, as far as WhatsApp tells them"),
    QualityRule(rule="deletions", state="done", note="by webhook, as far as WhatsApp tells them"),
    QualityRule(rule="threads", state="exempt", note="the network does not show a chat's past"),
    QualityRule(rule="taking back", state="exempt", note="the Cloud API has no way to"),
    QualityRule(
        rule="pictures in replies", state="done", note="one, with up to 1024 characters; it has no alt text there"
    ),
)

INFO = NetworkInfo(
    name="whatsapp",
    title="WhatsApp",
    glyph="Wa",
    icon="whatsapp",
    capabilities=frozenset({Capability.DIRECT, Capability.REPLY}),
    form=FORM,
    limits=Limits(length=4096, unit=LengthUnit.CHARACTERS, reply_window_hours=24, images=1, image_bytes=5_000_000),
    quality=QUALITY,
    proven=False,
    source="developers.facebook.com/documentation/business-messaging/whatsapp (Cloud API), November 2026",
    hooked=True,
    help=N_("Messages to a business number on the WhatsApp Cloud API, and replies within 24 hours."),
)
