"""What to say where no connector is at work. Known by the strip and the panel of connectors; knows the domain.

A hub tells of every account before it starts the first of them, so that an empty list is a true one.
"""

from collections.abc import Collection

from app.core.i18n import _
from app.domain.account import Health, HealthState


def nothing_heard(accounts: Collection[Health]) -> str:
    """Why nothing is heard; empty while at least one account is meant to be at work."""
    if not accounts:
        return _("No accounts are set up yet")
    if all(account.state is HealthState.OFF for account in accounts):
        return _("All accounts are switched off")
    return ""
