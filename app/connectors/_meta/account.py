"""What Meta's connectors ask in their forms, and when a sign-in ends. Known by Meta's connectors; knows the graph.

Source: developers.facebook.com/docs/graph-api/reference/debug_token.
"""

from app.connectors._meta.graph import Graph
from app.connectors.base import ConnectorError, RateLimited, Unreachable
from app.connectors.forms import server_field
from app.connectors.reading import dig, epoch
from app.core.clock import Millis
from app.core.i18n import N_
from app.domain.network import FormField

APP_FIELDS = (
    FormField(
        name="app_id",
        title=N_("App id"),
        help=N_("At developers.facebook.com: your app → App settings → Basic. It tells when the token ends."),
        required=False,
    ),
    FormField(
        name="app_secret",
        title=N_("App secret"),
        help=N_("On the same page. It proves that requests are the app's own, and that deliveries are Meta's."),
        secret=True,
        required=False,
    ),
    FormField(
        name="verify_token",
        title=N_("Verify token"),
        help=N_(
            "To be told at once: any words. In the app, under Webhooks, enter the address shown here and these words. "
            "An app has one such address: with several accounts in one app, the others are asked every minute."
        ),
        secret=True,
        required=False,
    ),
)


def service_field(service: str) -> FormField:
    """Where the API is; its version is part of the address."""
    return server_field(service, help=N_("The address of the API with its version; most leave this as it is."))


async def last_day(graph: Graph, *, token: str, app_id: str, app_secret: str) -> Millis:
    """When the token, or its right to read data, ends; 0 for never or where nobody may ask."""
    if not app_id or not app_secret:
        return 0
    try:
        told = await graph.get("/debug_token", {"input_token": token, "access_token": f"{app_id}|{app_secret}"})
    except (RateLimited, Unreachable):
        raise
    except ConnectorError:
        return 0  # the token itself was good a moment ago: the app's id or secret is wrong, which the hook will tell
    ends = (epoch(dig(told, "data", name)) for name in ("expires_at", "data_access_expires_at"))
    return min((end for end in ends if end), default=0)
