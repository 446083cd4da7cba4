"""What Telegram is to us, as the forms, help and composer show it. Known by the Telegram connector; knows domain."""

from app.connectors.forms import server_field
from app.core.i18n import N_
from app.domain.network import Capability, FormField, LengthUnit, Limits, NetworkInfo, QualityRule

SERVICE = "https://api.telegram.org"

FORM = (
    FormField(
        name="token",
        title=N_("Bot token"),
        help=N_("Write to @BotFather in Telegram: /newbot makes a bot and tells its token; /token tells it again."),
        secret=True,
    ),
    server_field(SERVICE, help=N_("The address of a Bot API server of your own; most leave this as it is.")),
)

QUALITY = (
    QualityRule(rule="sign-in", state="done", note="bot token; it never appears in an error or a log"),
    QualityRule(
        rule="resume", state="done", note="an update is confirmed after it is committed; kept a day by Telegram"
    ),
    QualityRule(rule="edits", state="done"),
    QualityRule(
        rule="send once", state="done", note="bots cannot read what they said: an unknown send waits for a person"
    ),
    QualityRule(rule="deletions", state="exempt", note="Telegram does not tell bots what people delete"),
    QualityRule(rule="threads", state="exempt", note="bots cannot read a chat's past"),
    QualityRule(rule="pictures in replies", state="exempt", note="Telegram has no alternative text"),
)

INFO = NetworkInfo(
    name="telegram",
    title="Telegram",
    glyph="Tg",
    icon="telegram",
    capabilities=frozenset({Capability.MENTIONS, Capability.DIRECT, Capability.REPLY, Capability.DELETE}),
    form=FORM,
    limits=Limits(length=4096, unit=LengthUnit.UTF16, parts=True),
    quality=QUALITY,
    proven=False,
    source="core.telegram.org/bots/api, November 2026",
    help=N_("What people write to a bot of yours, in private and in its groups and channels, and its replies."),
)
