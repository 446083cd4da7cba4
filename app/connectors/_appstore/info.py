"""What the App Store is to us, as the forms, help and composer show it. Known by the App Store connector; knows
domain."""

from app.connectors.forms import server_field
from app.core.i18n import N_
from app.domain.network import Capability, FormField, LengthUnit, Limits, NetworkInfo, QualityRule

SERVICE = "https://api.appstoreconnect.apple.com"

FORM = (
    FormField(
        name="app",
        title=N_("Apple ID of the app"),
        help=N_("The number in the app's address on the App Store behind id, like 682658836."),
    ),
    FormField(
        name="issuer",
        title=N_("Issuer ID"),
        help=N_(
            "At appstoreconnect.apple.com: Users and Access → Integrations → App Store Connect API, above the keys. "
            "Empty for an individual key."
        ),
        required=False,
    ),
    FormField(
        name="key_id",
        title=N_("Key ID"),
        help=N_("In the same list, beside the key; the key needs the role Customer Support."),
    ),
    FormField(
        name="private_key",
        title=N_("Private key"),
        help=N_("The text of the .p8 file, which Apple gives once, when the key is made."),
        secret=True,
    ),
    server_field(SERVICE),
)

QUALITY = (
    QualityRule(rule="sign-in", state="done", note="statements signed by the key, each good for some minutes"),
    QualityRule(rule="resume", state="done", note="the list read back to the cursor"),
    QualityRule(rule="send once", state="done", note="one answer a review: sending again changes nothing"),
    QualityRule(rule="edits", state="done", note="by asking again: Apple does not tell when a review is changed"),
    QualityRule(rule="deletions", state="done", note="by asking again"),
    QualityRule(
        rule="answers in waiting", state="exempt", note="Apple shows an answer after some hours, at most a day"
    ),
    QualityRule(rule="ratings without words", state="exempt", note="Apple does not list them"),
)

INFO = NetworkInfo(
    name="appstore",
    title="App Store",
    glyph="AS",
    icon="appstore",
    capabilities=frozenset({Capability.MENTIONS, Capability.REPLY, Capability.THREAD, Capability.DELETE}),
    form=FORM,
    limits=Limits(length=5970, unit=LengthUnit.CHARACTERS),
    quality=QUALITY,
    proven=False,
    source="developer.apple.com/documentation/appstoreconnectapi (customer reviews and responses), November 2026",
    help=N_("Reviews of an app on the App Store, and the answers to them: one a review, another takes its place."),
)
