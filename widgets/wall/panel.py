"""What every panel of a wall is: painted layers, data that ages, a text for those who cannot see it. Known by the
panels and the window; knows link, theme and kit.

What each kind says of itself is asked of its `face`; the pictures lie in `layers`, the age in `age`, what a screen
reader is told in `description`.
"""

from collections.abc import Mapping
from typing import Any

import structlog
from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import QWidget

from app.core.clock import SECOND, Millis
from app.core.i18n import _
from app.link.mirror import FeedChange, Mirror
from app.wire.feeds import Feed
from widgets.kit.canvas import Canvas, TextBox
from widgets.kit.clauses import fit_clauses, sentences
from widgets.kit.marks import diamond
from widgets.theme.fonts import SEMI_BOLD
from widgets.theme.wall import WallTheme
from widgets.wall.age import Age, age_region
from widgets.wall.context import WallContext
from widgets.wall.description import Description
from widgets.wall.face import Face
from widgets.wall.freshness import Freshness, hub_is_lost, judge, moment_of
from widgets.wall.grid import Box
from widgets.wall.layers import Layers
from widgets.wall.measures import AGE_WIDTH, PAD
from widgets.wall.partial import Sources, with_lack
from widgets.wall.sentence import write_sentence
from widgets.wall.subscriptions import Subscriptions
from widgets.wall.words import EN_DASH, Words

__all__ = ["AGE_WIDTH", "PAD", "Panel"]

log = structlog.get_logger(__name__)

SPEAKS_AFTER = 3 * SECOND


class Panel(Face):
    """One painted panel.

    Signals:
        picture_due: the data has changed; the window's beat decides when to call `refresh`. True when it may not
            wait: something was taken back, or what it shows is no longer true.

    Attributes:
        context, options: what all panels share, and what the scene says about this one.
        width_, height_: logical size; scale: device pixels per logical pixel.
        freshness: how far the data can be trusted, as of the last `refresh` or second.
        context_end: where the context ended that was painted last, in logical pixels.
        posts_shown: the strangers' posts that stand in the picture, by id.
    """

    picture_due = Signal(bool)

    def __init__(self, context: WallContext, options: Mapping[str, Any] | None = None, parent: QWidget | None = None):
        super().__init__(parent)
        self.context = context
        self.options = dict(options or {})
        self.scale = 1.0
        self.width_, self.height_ = 296.0, 208.0
        self.freshness = Freshness.LOADING
        self.boxes: list[TextBox] | None = None
        self.context_end = 0.0
        self.posts_shown: tuple[int, ...] = ()
        self._sources = Sources(context.link, context.words, lambda: self.picture_due.emit(False))
        self._subscriptions = Subscriptions(context.link, self._heard)
        self._shown_at: Millis = context.link.now()
        self._age = Age()
        self._layers = Layers()
        self._description = Description(self, self._described, at_once=self.GROWS_OLD)
        self._failed = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.title())

    # for panels

    @property
    def theme(self) -> WallTheme:
        return self.context.theme

    @property
    def words(self) -> Words:
        return self.context.words

    @property
    def now(self) -> Millis:
        return self.context.link.now()

    @property
    def figure_color(self) -> QColor:
        """The colour of a number: dimmed when it is stale."""
        return self.theme.text1 if self.freshness is Freshness.FRESH else self.theme.text2

    @property
    def is_expired(self) -> bool:
        return self.freshness is Freshness.EXPIRED

    def figure(self, text: str) -> str:
        """The number, or an en dash once it is too old to be one."""
        return EN_DASH if self.is_expired else text

    def rows(self, feed: Feed) -> dict[str, Any]:
        """The current rows of a wanted feed."""
        return self._subscriptions.rows(feed)

    def mirror(self, feed: Feed) -> Mirror | None:
        """The mirror of a wanted feed; None while it is not shown."""
        return self._subscriptions.mirrors.get(feed)

    def moment(self) -> Millis:
        """Up to when the shown data is complete; 0 before any."""
        return moment_of(self._needed(), self.context.link)

    # for the window

    def place(self, box: Box, *, scale: float, ratio: float) -> None:
        """Lay it out: `box` in logical pixels, `scale` device pixels per logical one, `ratio` the screen's own."""
        left, top = round(box.x * scale / ratio), round(box.y * scale / ratio)
        right, bottom = round((box.x + box.width) * scale / ratio), round((box.y + box.height) * scale / ratio)
        self.scale = scale
        self.setGeometry(left, top, right - left, bottom - top)
        size = self.size() * ratio
        self.width_, self.height_ = size.width() / scale, size.height() / scale
        self._layers.resize(size, ratio=size.width() / max(1, self.width()))
        self._draw_frame()
        self.refresh()

    def refresh(self) -> None:
        """Paint the data anew and ask for a repaint."""
        if self._layers.is_empty:
            return
        self.freshness = self._judge()
        self._age.become(self._age_text(), is_stale=self.freshness is not Freshness.FRESH)
        self.prepare()
        if self.boxes is not None:
            self._draw_frame()
        with self._canvas(self._layers.picture, self.boxes) as canvas:
            canvas.layer(self._layers.frame)
            self._draw_safely(canvas)
            self._layers.keep_under_age(self._age_region())
            self._draw_age(canvas)
        self._description.renew()
        self.update()

    def pass_second(self) -> None:
        """A second has passed: the age grows, and may have become too great."""
        if self._judge() is not self.freshness or self._speaks_now():
            self.picture_due.emit(True)
            return
        age = self._age_text()
        if age == self._age.text or self._layers.is_empty:
            return
        self._age.become(age, is_stale=self.freshness is not Freshness.FRESH)
        with self._canvas(self._layers.picture) as canvas:
            self._layers.wipe_age(canvas)
            self._draw_age(canvas)
        self.update(self._layers.age_area)

    def describe(self) -> None:
        """Tell a screen reader what is shown now, if it was not told yet."""
        self._description.settle()

    def has_aged(self) -> bool:
        """Whether its words are others than when it was painted, though no data has changed."""
        return self._description.is_outdated()

    # data

    def subscribe(self) -> None:
        """Mirror what it wants; what it no longer wants is let go."""
        self._subscriptions.follow(self.wants)
        if self.counts_sources():
            self._sources.follow()

    def _heard(self, change: FeedChange) -> None:
        self.subscribe()
        self.picture_due.emit(bool(change.drop) or self.has_lost_post())

    def _needed(self) -> list[Mirror]:
        """The mirrors without which there is nothing to show."""
        return list(self._subscriptions.mirrors.values())

    def _judge(self) -> Freshness:
        return judge(
            self._needed(), self.context.link, interval=self.INFO.interval, expires_after=self.INFO.expires_after
        )

    # painting

    def _canvas(self, device: QPixmap, boxes: list[TextBox] | None = None) -> Canvas:
        return Canvas(device, scale=self.scale, boxes=boxes, mirrored=self.context.options.right_to_left)

    def _draw_frame(self) -> None:
        if self.boxes is not None:
            self.boxes.clear()
        frame = QPixmap(self._layers.picture.size())
        with self._canvas(frame, self.boxes) as canvas:
            self.paint_chrome(canvas)
            self.paint_frame(canvas)
        self._layers.keep_frame(frame)

    def paint_chrome(self, canvas: Canvas) -> None:
        """The fill, its round corners on the wall's ground, and the title."""
        canvas.fill(0, 0, self.width_, self.height_, self.theme.bg)
        canvas.fill(0, 0, self.width_, self.height_, self.theme.surface, radius=8)
        sizes, baseline = ((28, 24), 42) if self.TILE else ((32, 28), 46)
        size, title = canvas.largest(self.title(), self.width_ - 2 * PAD, sizes, weight=SEMI_BOLD)
        canvas.text(PAD, baseline, title, size=size, color=self.theme.text1, weight=SEMI_BOLD)

    def _draw_safely(self, canvas: Canvas) -> None:
        """A panel that fails says so and leaves the others alone; the log is told once until it works again."""
        self.posts_shown = ()
        try:
            self._draw_body(canvas)
        except Exception:
            if not self._failed:
                log.exception("a panel cannot be painted", panel=self.INFO.kind)
            self._failed, self.posts_shown = True, ()
            canvas.layer(self._layers.frame)
            self.say(canvas, _("This panel has failed; the log says why"), marked=True)
        else:
            self._failed = False

    def _draw_body(self, canvas: Canvas) -> None:
        if self.freshness is Freshness.LOADING:
            self._say_waiting(canvas)
            return
        if self.freshness is Freshness.REFUSED:
            self._say_refused(canvas)
            return
        nothing = self.is_empty()
        if nothing:
            self.say(canvas, nothing)
            return
        self.posts_shown = self.posts()
        self.paint_subtitle(canvas)
        self.paint_data(canvas)

    def _say_waiting(self, canvas: Canvas) -> None:
        """Why there is nothing yet, as soon as it is known; a tile has room only to say that it waits."""
        if hub_is_lost(self.context.link) and not self.TILE:
            self.say(canvas, self.context.link.reason or _("The hub cannot be reached."), marked=True)
        elif hub_is_lost(self.context.link) or self.now - self._shown_at >= SPEAKS_AFTER:
            self.say(canvas, _("Waiting for first data"))

    def _say_refused(self, canvas: Canvas) -> None:
        """Why the hub does not let this wall in; a tile has room only to say that it does not."""
        reason = self.context.link.reason or _("The hub refused this wall")
        self.say(canvas, _("Not let in") if self.TILE else reason, marked=True)

    def paint_subtitle(self, canvas: Canvas) -> None:
        """The context beside the title, or at the foot of a tile."""
        left, room, baseline = self._context_left(canvas), self.context_room(canvas), self._age_baseline()
        if self.is_expired:
            diamond(canvas, left - 20, baseline - 9, self.theme.warn)
            text = self.expiry(canvas, room)
        else:
            said = with_lack(self.subtitle(), self._sources.lack(), lambda one: canvas.width_of(one, 24) <= room)
            text = fit_clauses(canvas, said, room, size=24, short=self.short_subtitle())
        text = text[:1].upper() + text[1:] if self.TILE else text
        self.context_end = left + canvas.text(left, baseline, text, size=24, color=self.theme.text2)

    def context_room(self, canvas: Canvas) -> float:
        """What is free for the context, beside the title or at the foot of a tile."""
        return self.width_ - PAD - self.age_room(canvas) - self._context_left(canvas)

    def expiry(self, canvas: Canvas, room: float) -> str:
        """Since when there is no data, in the longest words that have room; empty where none have."""
        time = self.words.time(self.moment())
        said = (_("No data since {time}").format(time=time), _("None since {time}").format(time=time), _("No data"))
        return next((words for words in said if canvas.width_of(words, 24) <= room), "")

    def _context_left(self, canvas: Canvas) -> float:
        beside = 0.0 if self.TILE else canvas.width_of(self.title(), 32, weight=SEMI_BOLD) + 16
        return PAD + beside + (30 if self.is_expired else 0)

    def age_room(self, canvas: Canvas) -> float:
        """What must stay free at the right of the context."""
        return self._age.room(canvas, self.words)

    def say(self, canvas: Canvas, sentence: str, *, marked: bool = False) -> None:
        """One sentence at the start of the content, in as many lines as there is room for; on a tile at its foot."""
        room = self.width_ - 2 * PAD - self.age_room(canvas) if self.TILE else 0.0
        size = (self.width_, self.height_)
        write_sentence(canvas, self.theme, sentence, size=size, foot_room=room, marked=marked)

    def _draw_age(self, canvas: Canvas) -> None:
        self._age.paint(canvas, self.theme, right=self.width_ - PAD, baseline=self._age_baseline())

    def _age_baseline(self) -> float:
        return self.height_ - 18 if self.TILE else 46

    def _age_region(self) -> QRect:
        mirrored = self.context.options.right_to_left
        return age_region(self.width_, self._age_baseline(), scale=self.scale, mirrored=mirrored)

    def _age_text(self) -> str:
        moment = self.moment()
        return self.words.age(self.now - moment) if moment and not self.is_expired else ""

    def _speaks_now(self) -> bool:
        waited = self.now - self._shown_at
        return self.freshness is Freshness.LOADING and SPEAKS_AFTER <= waited < SPEAKS_AFTER + SECOND

    def _described(self) -> str:
        state = {
            Freshness.LOADING: (self.context.link.reason if hub_is_lost(self.context.link) else "")
            or _("Waiting for first data."),
            Freshness.REFUSED: _("The hub refused this wall: {reason}").format(reason=self.context.link.reason),
            Freshness.STALE: _("Stale, {age} old.").format(age=self._age.text),
            Freshness.EXPIRED: _("No data since {time}").format(time=self.words.time(self.moment())) + ".",
            Freshness.FRESH: "",
        }[self.freshness]
        if self._failed:
            return _("This panel has failed.")
        if self.freshness in {Freshness.LOADING, Freshness.REFUSED}:
            return state
        nothing = self.is_empty()
        lack = "" if nothing else self._sources.lack().sentence
        return sentences(nothing or self.summary(), lack, state)

    # Qt

    def accessibleDescription(self) -> str:
        """What it shows now, also when a screen reader was not told yet."""
        self.describe()
        return super().accessibleDescription()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy what Qt asks for from the picture."""
        painter = QPainter(self)
        if self._layers.is_empty:
            painter.fillRect(event.rect(), self.theme.bg)
        else:
            self._layers.show(painter, event.rect())
        painter.end()

    def showEvent(self, event: QShowEvent) -> None:
        """Start mirroring."""
        super().showEvent(event)
        self._shown_at = self.now
        self.subscribe()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """A hidden panel subscribes to nothing."""
        super().hideEvent(event)
        self._subscriptions.clear()
        self._sources.clear()
