"""The hub's HTTP and WebSocket server and its sign-in. Known by the hub's main; knows session, hooks, services and
core."""

import asyncio
import hmac
import logging
import ssl
from collections.abc import Callable, Collection

import structlog
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from app.core.errors import BadInput, Conflict
from app.core.files import allowed
from app.core.i18n import _
from app.core.settings import HubSettings
from app.core.tasks import TaskScope
from app.domain.principal import Principal, Role
from app.hub import pairing
from app.hub.hooks import Hooks
from app.hub.session import Facts, Session
from app.hub.sources import LiveFeed
from app.hub.strangers import SeldomRefused, Strangers
from app.services.house import House
from app.services.setup import hash_of
from app.store import tokens
from app.wire.frames import MAX_FRAME

log = structlog.get_logger(__name__)

LOOPBACK = ("127.0.0.1", "::1", "localhost")
GOODBYE_SECONDS = 0.5
"""A station that hangs does not answer a goodbye: so long it is waited for."""

WIRE = "/v1/wire"


class _OurErrors(logging.Filter):
    """What a stranger sends that is no HTTP, and that one hangs up, is no error of ours and fills no log."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(error, HttpProcessingError | ConnectionError)


web_log = logging.getLogger("fishbowl.web")
web_log.addFilter(_OurErrors())
logging.getLogger("asyncio").addFilter(SeldomRefused())


def split_address(listen: str) -> tuple[str, int]:
    """Host and port of a `listen` setting; raises BadInput in words."""
    host, colon, port = listen.rpartition(":")
    host = host.strip("[]")
    if not colon or not host or not port.isdecimal() or int(port) > 65535:
        raise BadInput(
            _("“{address}” is not an address to listen on.").format(address=listen),
            hint=_("Write it like 127.0.0.1:0 or 0.0.0.0:8443."),
        )
    return host, int(port)


def tls_context(settings: HubSettings, host: str) -> ssl.SSLContext | None:
    """TLS as configured; None only on loopback. Raises BadInput where the network would read along."""
    if not settings.tls_certificate:
        if host in LOOPBACK:
            return None
        raise BadInput(
            _("A hub on {host} needs TLS.").format(host=host),
            hint=_("Set hub.tls_certificate and hub.tls_key, or listen on 127.0.0.1."),
        )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(settings.tls_certificate, settings.tls_key or None)
    except (OSError, ssl.SSLError) as error:
        raise BadInput(
            _("The TLS certificate {path} cannot be used: {error}").format(path=settings.tls_certificate, error=error)
        ) from error
    return context


class Server:
    """Listens for stations, and for networks that call.

    Attributes:
        house: what its sessions work with.
        url: base address once started; `local_url` is for stations on this machine, who need no certificate.
        stations: connected ones.
    """

    def __init__(
        self,
        *,
        house: House,
        live: LiveFeed,
        facts: Facts,
        hooks: Hooks,
        owner: str,
        owner_token: str,
        on_empty: Callable[[], None],
    ) -> None:
        self.url = ""
        self.local_url = ""
        self.stations: set[Session] = set()
        self.house = house
        self._live = live
        self._facts = facts
        self._hooks = hooks
        self._owner = owner
        self._owner_token = owner_token
        self._on_empty = on_empty
        self._strangers = Strangers(house.clock, allowed=allowed())
        self._scope = TaskScope("server", clock=house.clock)
        self._runner: web.AppRunner | None = None

    async def start(self, settings: HubSettings) -> None:
        """Begin to listen; raises Conflict when the port is taken."""
        host, port = split_address(settings.listen)
        tls = tls_context(settings, host)
        application = web.Application(client_max_size=MAX_FRAME, middlewares=[self._strangers.serve])
        application.router.add_get(WIRE, self._wire)
        application.router.add_get("/v1/health", self._health)
        desk = pairing.PairingDesk(self.house)
        application.router.add_post(pairing.PATH, desk.ask)
        application.router.add_get(pairing.PATH, desk.look)
        application.router.add_routes(self._hooks.routes())
        self._runner = web.AppRunner(
            application, access_log=None, logger=web_log, shutdown_timeout=0.5, handle_signals=False
        )
        await self._runner.setup()
        assert self._runner.server is not None
        web_server = self._runner.server
        try:
            await web.TCPSite(self._runner, host, port, ssl_context=tls).start()
            if tls:
                await web.TCPSite(self._runner, LOOPBACK[0], 0).start()
        except OSError as error:
            await self._runner.cleanup()
            raise Conflict(
                _("The hub cannot listen on {address}: {error}.").format(
                    address=settings.listen, error=error.strerror or error
                ),
                hint=_("Another program has the port: choose another in hub.listen, or port 0 for any free one."),
            ) from error
        self._scope.supervise("strangers", lambda: self._strangers.keep(lambda: web_server.connections))
        taken = [address[1] for address in self._runner.addresses]
        shown = f"[{host}]" if ":" in host else host
        self.url = f"{'https' if tls else 'http'}://{shown}:{taken[0]}"
        self.local_url = f"http://{LOOPBACK[0]}:{taken[-1]}" if tls else self.url

    async def stop(self) -> None:
        """Say goodbye to every station and stop listening."""
        await self._scope.close()
        await self._dismiss(tuple(self.stations))
        if self._runner is not None:
            await self._runner.cleanup()

    async def dismiss_unknown(self) -> None:
        """Tokens changed: end the sessions of those that are no longer good."""
        unknown = [session for session in tuple(self.stations) if await self.principal_of(session.token) is None]
        await self._dismiss(unknown)

    async def _dismiss(self, sessions: Collection[Session]) -> None:
        """End these connections side by side, so that none waits for another that hangs."""
        await asyncio.gather(*(session.dismiss(within=GOODBYE_SECONDS) for session in sessions))

    async def principal_of(self, header: str) -> Principal | None:
        """Who a bearer token belongs to."""
        token = header.removeprefix("Bearer ").strip()
        if not token:
            return None
        if hmac.compare_digest(token.encode(), self._owner_token.encode()):
            return Principal(name=self._owner, role=Role.ADMINISTRATOR)
        known = await self.house.store.read(lambda tx: tokens.by_hash(tx, hash_of(token)))
        return Principal(name=known.name, role=Role(known.role)) if known else None

    async def _health(self, request: web.Request) -> web.Response:
        return web.json_response({"hub": "fishbowl", "epoch": self._facts.epoch})

    async def _wire(self, request: web.Request) -> web.StreamResponse:
        token = request.headers.get("Authorization", "")
        principal = await self.principal_of(token)
        if principal is None:
            return web.json_response({"message": _("The hub does not know this token.")}, status=401)
        socket = web.WebSocketResponse(max_msg_size=MAX_FRAME, compress=False, heartbeat=20.0)
        await socket.prepare(request)
        session = Session(
            socket, house=self.house, live=self._live, facts=self._facts, principal=principal, token=token
        )
        self.stations.add(session)
        try:
            # A token that was taken back while the connection was made is dismissed by nobody else.
            if await self.principal_of(token) is not None:
                await session.run()
        finally:
            self.stations.discard(session)
            if not self.stations:
                self._on_empty()
        return socket
