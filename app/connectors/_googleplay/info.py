"""What Google Play is to us, as the forms, help and composer show it. Known by the Google Play connector; knows
domain."""

from app.connectors.forms import server_field
from app.core.i18n import N_
from app.domain.network import Capability, FormField, LengthUnit, Limits, NetworkInfo, QualityRule

SERVICE = "https://androidpublisher.googleapis.com/androidpublisher/v3"

FORM = (
    FormField(
        name="package",
        title=N_("Package name"),
        help=N_("The app's, as it stands in its address on Google Play behind id=, like com.example.app."),
    ),
    FormField(
        name="service_key",
        title=N_("Key of a service account"),
        help=N_(
            "At console.cloud.google.com: IAM → Service accounts → Keys → Add key → JSON; paste the whole file. Then "
            "in the Play Console, under Users and permissions, invite the account with “Reply to reviews”."
        ),
        secret=True,
    ),
    server_field(SERVICE),
)

QUALITY = (
    QualityRule(rule="sign-in", state="done", note="key of a service account, signed anew every hour"),
    QualityRule(rule="resume", state="done", note="the list read back to the cursor; Google shows the last week only"),
    QualityRule(rule="quota", state="done", note="about eighty of two hundred questions an hour are used"),
    QualityRule(rule="send once", state="done", note="one answer a review: sending again changes nothing"),
    QualityRule(rule="edits", state="done", note="a changed review comes to the front of the list"),
    QualityRule(rule="deletions", state="done", note="by asking again"),
    QualityRule(rule="ratings without words", state="exempt", note="Google does not list them"),
    QualityRule(rule="taking back", state="exempt", note="the API has no way to; another answer takes its place"),
)

INFO = NetworkInfo(
    name="googleplay",
    title="Google Play",
    glyph="GP",
    icon="googleplay",
    capabilities=frozenset({Capability.MENTIONS, Capability.REPLY, Capability.THREAD}),
    form=FORM,
    limits=Limits(length=350, unit=LengthUnit.CHARACTERS),
    quality=QUALITY,
    proven=False,
    source="developers.google.com/android-publisher (Reply to Reviews) and /identity (service accounts), November 2026",
    help=N_("Reviews of an app on Google Play, and the answers to them: one a review, another takes its place."),
)
