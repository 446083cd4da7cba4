"""A wall that does what people at desks tell it: next, hold, pin, message; and its own key for the panic scene. Known
by the wall's station; knows link, windows and plates.

Orders come as a feed and end by the hub's time, also while the hub cannot be reached. The panic scene comes before a
message, a declared crisis before a pinned scene.
"""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut

from app.core.clock import SECOND, Millis
from app.core.errors import Code, FishbowlError
from app.core.i18n import _
from app.core.tasks import TaskScope
from app.domain.principal import GRANTS, Right, Role
from app.domain.walls import Verb, WallOrder, newest
from app.link.base import LinkState
from app.link.mirror import FeedChange, Mirror
from app.wire.feeds import HouseFeed, WallOrderFeed
from app.wire.request import Request
from app.wire.wall_calls import SetPanic, TellPosts, TellWall
from widgets.wall.context import WallContext
from widgets.wall.order_words import message_foot, scene_line
from widgets.wall.plate import Plate, Saying
from widgets.wall.scenes import Scene
from widgets.wall.told_figures import ToldFigures
from widgets.wall.told_posts import ToldPosts
from widgets.wall.window import WallWindow

PANIC_KEY = "Ctrl+Shift+P"
HOUSE = HouseFeed()
SAID_FOR: Millis = 8 * SECOND


class Remote(QObject):
    """Obeys for all windows of one wall.

    `windows` by monitor; `turns` names the scenes that a monitor shows one after another; `is_taken` tells windows
    that a declared crisis has. Without a `scope` nothing is said to the hub.
    """

    def __init__(
        self,
        context: WallContext,
        scenes: Mapping[str, Scene],
        *,
        windows: Callable[[], Mapping[str, WallWindow]],
        turns: Callable[[str], Sequence[str]],
        is_taken: Callable[[WallWindow], bool],
        scope: TaskScope | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._link, self._scenes = context, context.link, scenes
        self._windows, self._turns, self._is_taken, self._scope = windows, turns, is_taken, scope
        self._plates: dict[WallWindow, Plate] = {}
        self._before: dict[WallWindow, Scene] = {}
        self._obeyed: dict[WallWindow, int] = {}
        self._told: TellWall | None = None
        self._told_posts: TellPosts | None = None
        self._figures, self._posts = ToldFigures(context), ToldPosts()
        self._said, self._said_until = "", 0
        self._feed = WallOrderFeed(station=self._link.station)
        self._orders, self._house = self._link.subscribe(self._feed), self._link.subscribe(HOUSE)
        self._stops = [mirror.listen(self._heard) for mirror in (self._orders, self._house)]
        self._stops.append(self._link.on_state(self._link_moved))
        self._second = QTimer(self, interval=SECOND)
        self._second.timeout.connect(self.check)
        self._second.start()

    def keeps(self, window: WallWindow) -> bool:
        """Whether a window's scene stays as it is, because somebody holds or pinned it."""
        return bool({Verb.HOLD, Verb.PIN} & set(self._standing(window)))

    def check(self) -> None:
        """Do what stands now, in every window there is now."""
        windows = self._windows()
        self._follow(windows)
        for key, window in windows.items():
            standing = self._standing(window)
            self._turn(standing.get(Verb.NEXT), key, window)
            pin = standing.get(Verb.PIN)
            if not self._is_taken(window):
                self._place(window, self._scenes.get(pin.scene) if pin else None)
            self._plates[window].say(self._saying(standing))
        self._tell(windows)

    def ask_panic(self) -> None:
        """The wall's own key: every wall shows its neutral scene, if whoever signed this wall in may ask for it."""
        if not self._may_direct():
            self._say(_("This screen may only watch. Ask for the neutral scene at a desk."))
        elif not any(house.panic for house in self._house.rows.values()):
            self._call(SetPanic(on=True, reason=_("Asked for at the wall itself")))

    def close(self) -> None:
        """Obey no more."""
        self._second.stop()
        for stop in self._stops:
            stop()
        self._link.unsubscribe(self._feed)
        self._link.unsubscribe(HOUSE)

    # orders

    def _standing(self, window: WallWindow) -> dict[Verb, WallOrder]:
        station = self._link.station
        orders = (order for order in self._orders.rows.values() if order.is_for_screen(station, window.number))
        return newest(orders, self._link.now())

    def _follow(self, windows: Mapping[str, WallWindow]) -> None:
        """Plates and keys for windows that came; nothing of those that went."""
        here = set(windows.values())
        for window in [window for window in self._plates if window not in here]:
            del self._plates[window]
            self._before.pop(window, None)
            self._obeyed.pop(window, None)
        for window in here - set(self._plates):
            self._plates[window] = Plate(window, self._context.theme)
            key = QShortcut(QKeySequence(PANIC_KEY), window, context=Qt.ShortcutContext.WindowShortcut)
            key.activated.connect(self.ask_panic)

    def _turn(self, order: WallOrder | None, key: str, window: WallWindow) -> None:
        """Show the next scene, once an order; a screen with one scene of its own goes through all there are."""
        if order is None or order.id == self._obeyed.get(window):
            return
        self._obeyed[window] = order.id
        turns = self._turns(key)
        names = list(turns) if len(turns) > 1 else list(self._scenes)
        place = names.index(window.scene.name) if window.scene.name in names else -1
        if not self._is_taken(window):
            window.show_scene(self._scenes[names[(place + 1) % len(names)]])

    def _place(self, window: WallWindow, pinned: Scene | None) -> None:
        """Show the pinned scene, or again the one before it."""
        if pinned is not None:
            self._before.setdefault(window, window.scene)
            if window.scene.name != pinned.name:
                window.show_scene(pinned)
        elif window in self._before:
            before = self._before.pop(window)
            if window.scene.name != before.name:
                window.show_scene(before)

    def _saying(self, standing: Mapping[Verb, WallOrder]) -> Saying:
        words = self._context.words
        if any(house.panic for house in self._house.rows.values()):
            return Saying()
        if message := standing.get(Verb.MESSAGE):
            return Saying(message.text, message_foot(message, words))
        if self._said and self._link.now() < self._said_until:
            return Saying(foot=self._said)
        if keeping := standing.get(Verb.PIN) or standing.get(Verb.HOLD):
            return Saying(foot=scene_line(keeping, words, known=keeping.scene in self._scenes))
        return Saying()

    # hub

    def _tell(self, windows: Mapping[str, WallWindow]) -> None:
        """Say what is shown, when it is something else than was said last."""
        if self._scope is None or self._link.state is not LinkState.LIVE:
            return
        shows = tuple(_(window.scene.title) for window in windows.values())
        scenes = tuple((name, _(scene.title)) for name, scene in self._scenes.items())
        told = TellWall(
            shows=shows,
            scenes=scenes,
            screens=tuple(window.number for window in windows.values()),
            figures=self._figures.of(self._scenes),
        )
        if told != self._told:
            self._told = told
            self._call(told)
        posts = TellPosts(posts=self._posts.of(windows.values(), self._link.now()))
        if posts != self._told_posts:
            self._told_posts = posts
            self._call(posts)

    def _call(self, request: Request) -> None:
        if self._scope is not None:
            self._scope.spawn(type(request).__name__, self._carry(request))

    async def _carry(self, request: Request) -> None:
        try:
            await self._link.call(request)
        except FishbowlError as error:
            if isinstance(request, TellWall):
                self._told = None  # said again with the next second
            elif isinstance(request, TellPosts):
                # An older hub does not understand it, and would not with the next second either.
                self._told_posts = self._told_posts if error.code is Code.BAD_INPUT else None
            else:
                self._say(error.message)

    def _say(self, words: str) -> None:
        self._said, self._said_until = words, self._link.now() + SAID_FOR
        self.check()

    def _may_direct(self) -> bool:
        try:
            return Right.DIRECT_WALL in GRANTS[Role(self._link.role)]
        except ValueError:
            return False

    def _link_moved(self) -> None:
        if self._link.state is not LinkState.LIVE:
            self._told = self._told_posts = None  # the next hub knows nothing of us

    def _heard(self, _mirror: Mirror, _change: FeedChange) -> None:
        self.check()
