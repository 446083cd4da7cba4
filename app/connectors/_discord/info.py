"""What Discord is to us, as the forms, help and composer show it. Known by the Discord connector; knows domain."""

from app.connectors.forms import server_field
from app.core.i18n import N_
from app.domain.network import Capability, FormField, LengthUnit, Limits, NetworkInfo, QualityRule

SERVICE = "https://discord.com/api/v10"

FORM = (
    FormField(
        name="token",
        title=N_("Bot token"),
        help=N_(
            "At discord.com/developers: your application → Bot → Reset token. Switch on “Message content intent” "
            "there, and invite the bot to your server with the rights to read and send messages."
        ),
        secret=True,
    ),
    FormField(
        name="channels",
        title=N_("Channels"),
        help=N_("Ids of the channels to listen to, one a line: with developer mode on, right-click → Copy channel id."),
        required=False,
        lines=True,
    ),
    server_field(SERVICE),
)

QUALITY = (
    QualityRule(rule="sign-in", state="done", note="bot token"),
    QualityRule(
        rule="resume", state="done", note="the gateway's session is resumed; where that fails, channels are read"
    ),
    QualityRule(rule="reconcile", state="done", note="each channel behind its last message; private ones once heard"),
    QualityRule(
        rule="send once", state="done", note="nonce checked by Discord for minutes; then our own words looked for"
    ),
    QualityRule(rule="edits", state="done", note="by event; after an absence the newest hundred of a channel"),
    QualityRule(rule="deletions", state="done", note="by event; after a break among the newest hundred of a channel"),
    QualityRule(rule="pictures in replies", state="done", note="with description"),
)

INFO = NetworkInfo(
    name="discord",
    title="Discord",
    glyph="Dc",
    icon="discord",
    capabilities=frozenset(
        {Capability.MENTIONS, Capability.DIRECT, Capability.REPLY, Capability.THREAD, Capability.DELETE}
    ),
    form=FORM,
    limits=Limits(
        length=2000,
        unit=LengthUnit.CHARACTERS,
        images=10,
        image_bytes=10 * 1024 * 1024,
        image_types=("image/jpeg", "image/png", "image/gif", "image/webp"),
        alt_text_length=1024,
        parts=True,
    ),
    quality=QUALITY,
    proven=False,
    source="docs.discord.com/developers (gateway, message, rate limits), November 2026",
    help=N_("Channels of your Discord servers and private messages to a bot of yours, and its replies."),
)
