"""What connectors are called, and what to say where none is at work. Known by the strip, the panel of connectors and
wall.partial; knows the domain.

A hub tells of every account before it starts the first of them, so that an empty list is a true one.
"""

from collections import Counter
from collections.abc import Collection, Mapping

from app.core.i18n import _
from app.domain.account import Health, HealthState
from widgets.wall.networks import network_title


def nothing_heard(accounts: Collection[Health]) -> str:
    """Why nothing is heard; empty while at least one account is meant to be at work."""
    if not accounts:
        return _("No accounts are set up yet")
    if all(account.state is HealthState.OFF for account in accounts):
        return _("All accounts are switched off")
    return ""


def source_names(accounts: Collection[Health]) -> Mapping[int, str]:
    """What each account is called, by its id: its title, or its network where several accounts share one title."""
    titles = Counter(account.title for account in accounts)
    networks = Counter((account.title, account.network) for account in accounts)
    return {
        account.account_id: account.title
        if titles[account.title] == 1
        else _shared(account, alone=networks[account.title, account.network] == 1)
        for account in accounts
    }


def _shared(account: Health, *, alone: bool) -> str:
    """Of an account whose title others have: its network, and both where that too is shared; the network first, since
    a name that is cut must still differ."""
    network = network_title(account.network)
    return network if alone else f"{network} {account.title}"
