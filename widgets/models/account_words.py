"""What is said of an account: how its connector fares, who a sign-in is, what removing it does. Known by the account
dialogs; knows domain and words."""

from app.core.clock import DAY, Millis
from app.core.i18n import N_, _, number
from app.domain.account import Account, Health, HealthState
from app.domain.network import NetworkInfo
from app.domain.network_words import abilities, warning
from app.wire.answers import SignedInAs
from widgets.models.words import at_handle, day_words, isolate, span

STATES = {
    HealthState.STARTING: N_("Starting"),
    HealthState.CONNECTED: N_("Connected"),
    HealthState.LATE: N_("Late"),
    HealthState.DOWN: N_("Down"),
    HealthState.SIGN_IN: N_("Sign-in refused"),
    HealthState.OFF: N_("Paused"),
}
TROUBLED = frozenset({HealthState.LATE, HealthState.DOWN, HealthState.SIGN_IN})
SOON: Millis = 14 * DAY


def health_words(health: Health | None, *, now: Millis) -> str:
    """State, newest post, budget, and the sign-in's end where that is near."""
    if health is None:
        return _("The hub has not told yet how it fares")
    said = [_(STATES[health.state])]
    if health.last_post_at:
        said.append(_("last post {ago} ago").format(ago=span(now - health.last_post_at)))
    if health.budget_left >= 0:
        said.append(_("{percent} % of the rate budget left").format(percent=number(round(100 * health.budget_left))))
    if health.expires_at and health.expires_at - now < SOON:
        said.append(_("the sign-in ends: {day}").format(day=day_words(health.expires_at, now=now)))
    return " · ".join(said)


def trouble_words(health: Health | None) -> str:
    """What is wrong, in the network's words; empty when nothing is."""
    return health.error if health is not None and health.state in TROUBLED else ""


def network_words(info: NetworkInfo) -> str:
    """What a network's connector can do, and the warning of an unproven one."""
    return " · ".join(part for part in (abilities(info), warning(info)) if part)


def signed_in_words(identity: SignedInAs, *, now: Millis) -> str:
    """Who a sign-in is, and until when."""
    who = at_handle(identity.handle) or isolate(identity.title)
    if identity.title and identity.handle:
        who = f"{who} ({isolate(identity.title)})"
    if not identity.expires_at:
        return _("Signed in as {who}.").format(who=who)
    day = day_words(identity.expires_at, now=now)
    return _("Signed in as {who}. The sign-in ends: {day}.").format(who=who, day=day)


def removal_words(account: Account, title: str) -> str:
    """What removing an account does, and what it leaves."""
    return _(
        "Nothing more is heard from {account} on {network}, and its secrets are forgotten. Its posts and conversations"
        " stay and can be read and found; nobody can answer them from this account. Replies on their way are not sent."
    ).format(account=at_handle(account.handle), network=title)
