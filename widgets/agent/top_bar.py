"""The top bar: the house, search, the hub's and sending's state, who we are. Known by the window; knows the desk and
kit."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from app.core.i18n import _, ngettext
from app.domain.account import HealthState
from app.domain.shift import State
from widgets.agent.desk import Desk
from widgets.kit.desk_margins import flip, set_margins
from widgets.kit.desk_marks import (
    draw_text,
    focus_ring,
    glyph_in,
    keycap,
    keycap_width,
    metrics,
    person_circle,
    rounded,
    text_width,
)
from widgets.kit.desk_panel import Panel
from widgets.kit.key_words import key_words
from widgets.models.words import clock_time, initials
from widgets.theme.desk import DeskLook

BAD = frozenset({HealthState.DOWN, HealthState.SIGN_IN, HealthState.LATE})


class SearchButton(QAbstractButton):
    """Looks like a field and opens the palette."""

    def __init__(self, look: DeskLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._cap = key_words("Ctrl+K")
        self.setAccessibleName(_("Search people, posts and commands"))
        self.setToolTip(self.accessibleName())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def cap(self) -> str:
        """The key that is shown."""
        return self._cap

    def set_cap(self, cap: str) -> None:
        """Show the key that opens the palette now; empty for none."""
        self._cap = cap
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(420), self._look.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, px, mirrored = QPainter(self), self._look, self._look.px, self.isRightToLeft()
        rounded(painter, self.rect(), px(6), fill=look.tokens.bg1, frame=look.tokens.ctl)
        box = flip(QRect(px(8), 0, px(16), self.height()), self.rect(), mirrored)
        glyph_in(painter, look, box, "search", look.tokens.t2)
        width = keycap_width(look, self._cap) if self._cap else 0
        room = self.width() - px(30) - width - px(14)
        words = metrics(look, "base").elidedText(self.accessibleName(), Qt.TextElideMode.ElideRight, room)
        text = flip(QRect(px(30), 0, text_width(look, "base", words) + 2, self.height()), self.rect(), mirrored)
        draw_text(painter, look, text, words, style="base", ink=look.tokens.t3)
        cap = QRect(self.width() - width - px(6), (self.height() - px(18)) // 2, width, px(18))
        if self._cap:
            keycap(painter, look, flip(cap, self.rect(), mirrored), self._cap)
        if self.hasFocus():
            focus_ring(painter, look, self.rect(), px(6))


class Standing(QWidget):
    """A glyph and words that say how something stands; quiet while all is well."""

    def __init__(self, look: DeskLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._glyph, self._words, self._warns = look, "check", "", False
        self._tip, self._brief = "", False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, words: str, *, glyph: str, warns: bool = False, tip: str = "") -> None:
        """Change what it says."""
        self._words, self._glyph, self._warns, self._tip = words, glyph, warns, tip
        self.setAccessibleName(f"{words}. {tip}" if tip else words)
        self._say_tip()
        self.updateGeometry()
        self.update()

    def set_brief(self, brief: bool) -> None:
        """Only the sign, where there is no room for words; they are in the tool tip."""
        if brief != self._brief:
            self._brief = brief
            self._say_tip()
            self.updateGeometry()
            self.update()

    def _say_tip(self) -> None:
        self.setToolTip(self.accessibleName() if self._brief else self._tip)

    def sizeHint(self) -> QSize:
        look = self._look
        if self._brief:
            return QSize(look.px(16), look.px(28))
        return QSize(look.px(22) + text_width(look, "base", self._words) + look.px(2), look.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, px = QPainter(self), self._look, self._look.px
        ink = look.tokens.warn if self._warns else look.tokens.t2
        sign = flip(QRect(0, 0, px(16), self.height()), self.rect(), self.isRightToLeft())
        glyph_in(painter, look, sign, self._glyph, ink)
        if self._brief:
            return
        text = QRect(px(22), 0, text_width(look, "base", self._words) + 2, self.height())
        draw_text(painter, look, flip(text, self.rect(), self.isRightToLeft()), self._words, style="base", ink=ink)


class MenuButton(QAbstractButton):
    """The house's sign and name; opens the menu."""

    def __init__(self, look: DeskLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._narrow = look, False
        self.setAccessibleName(_("Fishbowl menu"))
        self.setToolTip(_("Menu (F10)"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_narrow(self, narrow: bool) -> None:
        """Only the sign."""
        self._narrow = narrow
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = self._look.px(18 + 16)
        if not self._narrow:
            width += self._look.px(8) + text_width(self._look, "pane", "Fishbowl")
        return QSize(width, self._look.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, px, mirrored = QPainter(self), self._look, self._look.px, self.isRightToLeft()
        if self.underMouse():
            rounded(painter, self.rect(), px(6), fill=look.tokens.bg3)
        sign = flip(QRect(px(8), 0, px(18), self.height()), self.rect(), mirrored)
        glyph_in(painter, look, sign, "fish", look.tokens.acc, size=18)
        if not self._narrow:
            text = QRect(px(34), 0, text_width(look, "pane", "Fishbowl") + 2, self.height())
            draw_text(painter, look, flip(text, self.rect(), mirrored), "Fishbowl", style="pane", ink=look.tokens.t1)
        if self.hasFocus():
            focus_ring(painter, look, self.rect(), px(6))


class Self(QWidget):
    """Who we are."""

    def __init__(self, look: DeskLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._name = look, ""
        self.setFixedSize(look.px(20), look.px(20))

    def show_name(self, name: str, role: str) -> None:
        """Say the name and, in the tool tip, the role."""
        self._name = name
        self.setToolTip(f"{name}, {role.replace('_', ' ')}" if role else name)
        self.setAccessibleName(self.toolTip())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        rect = self.rect().adjusted(1, 1, -1, -1)
        person_circle(QPainter(self), self._look, rect, initials(self._name), me=True)


class TopBar(Panel):
    """The row above everything.

    Attributes:
        state: says that the agent is given no work, or told nothing. demo: says that this is the invented company.
    """

    def __init__(self, look: DeskLook, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(look, look.tokens.bg0, parent, line="bottom")
        self._desk = desk
        self.menu_button = MenuButton(look)
        self.search_button = SearchButton(look)
        self._hub = Standing(look)
        self._sources = Standing(look)
        self._sending = Standing(look)
        self.state, self.demo = Standing(look), Standing(look)
        self._self = Self(look)
        self.setFixedHeight(look.px(44))
        self._row = QHBoxLayout(self)
        set_margins(self._row, look.px(8), 0, look.px(12), 0)
        self._row.setSpacing(0)
        self._gap = QWidget()
        self._search_width = look.px(420)
        for widget in (self.menu_button, self._gap, self.search_button):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        standing = (self.demo, self._sources, self._hub, self._sending, self.state, self._self)
        for widget in standing:
            self._row.addSpacing(look.px(12))
            if widget is self._sending:
                self._row.addWidget(self._divider())
                self._row.addSpacing(look.px(12))
            self._row.addWidget(widget)
        desk.link_changed.connect(self.refresh)
        desk.directory.house_changed.connect(self.refresh)
        desk.shift.changed.connect(self.refresh)
        desk.choices.changed.connect(self.refresh)
        desk.directory.health_changed.connect(self.refresh)
        self.refresh()

    def align_search(self, left: int, *, narrow: bool, width: int) -> None:
        """Put the search field's edge over the queue's edge."""
        self.menu_button.set_narrow(narrow)
        used = self.look.px(8) + self.menu_button.sizeHint().width()
        self._gap.setFixedWidth(max(0, left - used))
        self._search_width = width
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Short of room, what is well gives up its words, then what is not, then the search field its width."""
        standings = (self._sending, self._hub, self.state, self._sources)
        for one in standings:
            one.set_brief(False)
        self.search_button.setFixedWidth(self._search_width)
        for one in standings:
            if self._row.sizeHint().width() > self.width():
                one.set_brief(True)
        over = self._row.sizeHint().width() - self.width()
        if over > 0:
            self.search_button.setFixedWidth(max(self.look.px(120), self._search_width - over))

    def refresh(self) -> None:
        """Say how everything stands."""
        desk = self._desk
        if desk.live:
            self._hub.say(_("Hub live"), glyph="check")
        else:
            words = _("Hub lost at {time}").format(time=clock_time(desk.lost_since))
            self._hub.say(words, glyph="hub-lost", warns=True, tip=desk.link.reason)
        self._say_demo()
        self._say_sending()
        self._say_sources()
        self._say_state()
        self._self.show_name(desk.link.name or "?", desk.link.role)
        self._fit()

    def _say_demo(self) -> None:
        """The invented company is never taken for a real one."""
        house = self._desk.directory.house()
        self.demo.setVisible(house is not None and house.demo)
        self.demo.say(_("Demo"), glyph="film", tip=_("An invented company: nothing leaves this machine"))

    def _say_state(self) -> None:
        """Whoever is given no work, or told nothing, sees that he is not."""
        shift, quiet = self._desk.shift, self._desk.choices.settings.quiet
        words = {State.BUSY: _("Busy"), State.AWAY: _("Away")}.get(shift.state, _("Quiet") if quiet else "")
        self.state.setVisible(bool(words))
        tip = _("You are given no new work") if shift.state is not State.HERE else _("Nothing is announced")
        self.state.say(words, glyph="pen" if shift.state is State.BUSY else "pause", tip=tip)

    def _divider(self) -> QWidget:
        divider = Panel(self.look, self.look.tokens.line2)
        divider.setFixedSize(1, self.look.px(20))
        return divider

    def _say_sending(self) -> None:
        desk = self._desk
        if desk.directory.hold():
            self._sending.say(_("All sending held"), glyph="pause", tip=desk.directory.hold())
        elif desk.live:
            self._sending.say(_("Sending on"), glyph="bolt")
        else:
            self._sending.say(_("Nothing leaves now"), glyph="pause")

    def _say_sources(self) -> None:
        bad = [health for health in self._desk.directory.health() if health.state in BAD]
        self._sources.setVisible(bool(bad))
        words = ngettext("{count} source needs a look", "{count} sources need a look", len(bad))
        tips = "\n".join(f"{health.title}: {health.error or health.state}" for health in bad)
        self._sources.say(words.format(count=len(bad)), glyph="warning", warns=True, tip=tips)
