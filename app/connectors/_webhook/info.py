"""What a webhook is to us, as forms and help show it. Known by the webhook; knows domain."""

from app.core.i18n import N_
from app.domain.network import Capability, FormField, NetworkInfo, QualityRule

SHORTEST_SECRET = 24

INFO = NetworkInfo(
    name="webhook",
    title=N_("Webhook"),
    glyph="WH",
    icon="webhook",
    capabilities=frozenset({Capability.MENTIONS, Capability.VOLUME, Capability.DIRECT, Capability.DELETE}),
    form=(
        FormField(name="handle", title=N_("Name"), help=N_("What this source is called on walls and desks.")),
        FormField(
            name="secret",
            title=N_("Secret"),
            help=N_("At least 24 characters that only the sender knows, e.g. from: openssl rand -hex 32."),
            secret=True,
        ),
        FormField(
            name="next_secret",
            title=N_("Next secret"),
            help=N_("While the secret is being changed both are good; afterwards enter it as the secret."),
            secret=True,
            required=False,
        ),
    ),
    quality=(
        QualityRule(rule="proven against", state="done", note=N_("senders that keep to its published schema")),
        QualityRule(rule="signature", state="done", note="HMAC-SHA256 over time and body, five minutes, two secrets"),
        QualityRule(rule="send once", state="done", note="the sender's id: a second delivery changes nothing"),
        QualityRule(
            rule="partial acceptance", state="done", note="each post that does not fit is named with its reason"
        ),
        QualityRule(rule="deletions", state="done", note="by the sender's id"),
        QualityRule(rule="replies", state="exempt", note="one way only"),
    ),
    hooked=True,
    help=N_("Posts that a program of yours sends to the hub, signed: a shop, a survey, an app, a network of your own."),
)
