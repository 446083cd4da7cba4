"""What a network can do and how far it is proven, in words. Known by commands, dialogs and the help page's generator;
knows network and core.i18n."""

from app.core.i18n import N_, _
from app.domain.network import Capability, NetworkInfo

CAN = {
    Capability.MENTIONS: N_("mentions"),
    Capability.SEARCH: N_("searches"),
    Capability.VOLUME: N_("everything that is said"),
    Capability.DIRECT: N_("direct messages"),
    Capability.REPLY: N_("replies"),
    Capability.THREAD: N_("threads"),
    Capability.DELETE: N_("deletions"),
}
"""In the order they are told."""

PROVEN_RULE = "proven against"
"""The line of a connector's quality list whose note says what it was really run against."""


def abilities(info: NetworkInfo) -> str:
    """What the connector can do, as a list of words in the language spoken now."""
    return ", ".join(_(CAN[one]) for one in CAN if one in info.capabilities)


def proof(info: NetworkInfo) -> str:
    """What the connector was run against: the connector's own note, or what follows from its declaration."""
    noted = next((rule.note for rule in info.quality if rule.rule == PROVEN_RULE and rule.note), "")
    if noted:
        return _(noted)
    return _("the real thing") if info.proven else _("our own fake, written from its published pages")


def warning(info: NetworkInfo) -> str:
    """What is said wherever an unproven network is named; empty for a proven one."""
    return "" if info.proven else _("Never run against the network itself")
