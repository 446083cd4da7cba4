"""Questions that the account forms of several networks ask alike. Known by what connectors declare; knows domain."""

from app.core.i18n import N_
from app.domain.network import FormField

LEFT_AS_IT_IS = N_("The address of the API; leave this as it is.")


def server_field(address: str, *, help: str = LEFT_AS_IT_IS) -> FormField:  # noqa: A002 - named as the field it fills
    """Where the network is asked; `help` says when another address is wanted."""
    return FormField(name="service", title=N_("Server"), help=help, required=False, default=address)
