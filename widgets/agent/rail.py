"""The rail: standing and saved views, brands and topics with their counts. Known by the window; knows desk and kit."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.core.i18n import _
from app.domain.account import Account
from app.domain.conversation import View
from app.domain.principal import Right
from widgets.agent.desk import Desk
from widgets.kit.chord_hint import ChordHint
from widgets.kit.desk_margins import flip, set_margins
from widgets.kit.desk_marks import account_mark, draw_text, focus_ring, glyph_in, metrics, rounded, text_width
from widgets.kit.desk_panel import Panel
from widgets.kit.desk_scroll import OverlayBar
from widgets.kit.desk_text import TextBlock, Words
from widgets.models.composition import monogram_of
from widgets.models.views import NamedView
from widgets.theme.desk import DeskLook

TOPICS_SHOWN = 4
ROW = 28
HELD_POSTS = "held_posts"
"""The one row that is no view: posts that wait before a wall may show them."""


class RailRow(QAbstractButton):
    """One view: glyph or account mark, name, count; only mark and count where the rail is narrow."""

    def __init__(self, look: DeskLook, view: NamedView, account: Account | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self.view, self._account = look, view, account
        self._count = ""
        self._narrow = False
        self.setCheckable(True)
        self.setText(view.title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(view.title)
        self.setAccessibleName(view.title)

    def show_count(self, count: str, *, narrow: bool) -> None:
        """Say how many; where there is no room for "200+", that it is more than 99."""
        count = "99+" if narrow and count.endswith("+") else count
        if (count, narrow) != (self._count, self._narrow):
            self._count, self._narrow = count, narrow
            self.setAccessibleName(", ".join(one for one in (self.view.title, count, self.view.trouble) if one))
            self.setToolTip(self.accessibleName())
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(40 if self._narrow else 160), self._look.px(36 if self._narrow else ROW))

    def nextCheckState(self) -> None:
        """The desk says which view is shown, not the click."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: True, Qt.Key.Key_Up: False}
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif event.key() in steps:
            self.focusNextPrevChild(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, tokens = QPainter(self), self._look, self._look.tokens
        if self.isChecked() or self.underMouse():
            frame = tokens.t1 if look.high_contrast and self.isChecked() else None
            rounded(painter, self.rect(), look.px(6), fill=tokens.bg3, frame=frame)
        self._paint_sign(painter)
        if not self._narrow:
            self._paint_name(painter)
        self._paint_count(painter)
        if self.hasFocus():
            focus_ring(painter, look, self.rect(), look.px(6))

    def _paint_sign(self, painter: QPainter) -> None:
        look, px = self._look, self._look.px
        side = px(20 if self._account is not None else 16)
        left = px(3 if self._account is not None else 5) if self._narrow else px(8)
        box = self._place(left, side, side)
        if self._account is not None:
            account_mark(painter, look, box, monogram_of(self._account), self._account.hue)
        else:
            ink = look.tokens.t1 if self.isChecked() else look.tokens.t2
            glyph_in(painter, look, box, self.view.icon, ink)

    def _paint_name(self, painter: QPainter) -> None:
        look, px = self._look, self._look.px
        style = "name" if self.isChecked() else "base"
        room = self.width() - px(36) - px(44)
        words = metrics(look, style).elidedText(self.view.title, Qt.TextElideMode.ElideRight, room)
        align = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        ink = look.tokens.t1 if self.isChecked() else look.tokens.t2
        draw_text(painter, look, self._place(px(36), px(20), room), words, style=style, ink=ink, align=align)

    def _paint_count(self, painter: QPainter) -> None:
        look, px = self._look, self._look.px
        style = "key" if self._narrow else "section" if self.isChecked() else "small"
        count = narrow_count(self._count, lambda words: text_width(look, style, words), px(24)) if self._narrow else ""
        count = count or self._count
        width = text_width(look, style, count) + 1
        left = px(24 if self._account is None else 26) if self._narrow else self.width() - width - px(8)
        ink = look.tokens.t1 if self.isChecked() else look.tokens.t3
        draw_text(painter, look, self._place(left, px(20), width), count, style=style, ink=ink)

    def _place(self, x: int, height: int, width: int) -> QRect:
        return flip(QRect(x, (self.height() - height) // 2, width, height), self.rect(), self.isRightToLeft())


def narrow_count(count: str, width_of: Callable[[str], int], room: int) -> str:
    """A count that is never cut, since what is left of it would be another one: 1,863 is 1.8k, and never 186."""
    if not count.isdecimal() or width_of(count) <= room:
        return count
    number = int(count)
    shorter = (f"{number // 100 / 10:.1f}k", f"{number // 1_000}k", f"{number // 1_000_000}m")
    fitting = (one for one in shorter if width_of(one) <= room and not one.startswith("0"))
    return next(fitting, "…")


class Rail(Panel):
    """The column at the near end.

    Signals:
        view_chosen: a view was pressed; carries its rail name.
        topics_requested: further topics are wanted; held_posts_requested: the posts that wait for the wall.
        rows_changed: there are other rows.
    """

    view_chosen = Signal(str)
    topics_requested = Signal()
    held_posts_requested = Signal()
    rows_changed = Signal()

    def __init__(self, look: DeskLook, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(look, look.tokens.bg0, parent, line="right")
        self._desk = desk
        self._narrow = False
        self._rows: list[RailRow] = []
        self._labels: list[QWidget] = []
        self._names: tuple[str, ...] = ()
        self._hint: ChordHint | None = None
        self._keys = TextBlock(look, style="small", ink=look.tokens.t3)
        self._body = Panel(look, look.tokens.bg0)
        self._column = QVBoxLayout(self._body)
        self.setAccessibleName(_("Views"))
        self._build()
        desk.view_changed.connect(self.refresh)
        desk.directory.counts_changed.connect(self.refresh)
        desk.directory.accounts_changed.connect(self.refresh)
        desk.saved.changed.connect(self.refresh)
        self.refresh()

    # public

    def set_narrow(self, narrow: bool) -> None:
        """Only marks and counts, without topics."""
        if narrow != self._narrow:
            self._narrow, self._names = narrow, ()
            self.refresh()

    def say_keys(self, words: str) -> None:
        """The line at the foot."""
        self._keys.set_words(words)

    def hint(self, words: str) -> None:
        """The letters that may follow G, each with two spaces before its words, one a line; empty for none."""
        if self._hint is None:
            self._hint = ChordHint(self.look, self.window())
        parts = (line.partition("  ") for line in words.splitlines())
        self._hint.show_keys([(key.strip(), words.strip().rstrip(".")) for key, _gap, words in parts])

    def focus_current(self) -> None:
        """Focus the row of the view that is shown."""
        row = next((row for row in self._rows if row.isChecked()), self._rows[0] if self._rows else None)
        if row is not None:
            row.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def brand_views(self) -> list[str]:
        """Rail names of the brands, in order."""
        return [row.view.name for row in self._rows if row.view.name.startswith("account:")]

    def refresh(self) -> None:
        """Say counts again; build rows again only when there are others."""
        views = self._shown_views()
        names = tuple(view.name + view.title + view.trouble for view in views)
        if names != self._names:
            self._names = names
            self._rebuild(views)
        current = self._desk.queue.named
        for row in self._rows:
            row.setChecked(current is not None and row.view.name == current.name)
            row.show_count(self._count(row.view.name), narrow=self._narrow)
        self._keys.setVisible(not self._narrow)
        side = self.look.px(4 if self._narrow else 8)
        set_margins(self._column, side, self.look.px(8), side, self.look.px(8))

    # inside

    def _build(self) -> None:
        px = self.look.px
        set_margins(self._column, px(8), px(8), px(8), px(8))
        self._column.setSpacing(0)
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setAccessibleName(_("Views"))
        scroll.setWidget(self._body)
        OverlayBar(self.look, scroll)
        outer = QVBoxLayout(self)
        set_margins(outer, 0, 0, 1, 0)
        outer.addWidget(scroll, 1)
        foot = QVBoxLayout()
        set_margins(foot, px(16), 0, px(16), px(12))
        foot.addWidget(self._keys)
        outer.addLayout(foot)

    def _shown_views(self) -> list[NamedView]:
        topics = 0
        shown: list[NamedView] = []
        for view in self._desk.views():
            if view.name.startswith("topic:"):
                topics += 1
                if self._narrow or topics > TOPICS_SHOWN:
                    continue
            shown.append(view)
        if self._desk.may(Right.MODERATE):
            standing = sum(":" not in view.name for view in shown)
            shown.insert(standing, NamedView(HELD_POSTS, _("For the wall"), "eye", View()))
        return shown

    def _rebuild(self, views: list[NamedView]) -> None:
        for widget in [*self._rows, *self._labels]:
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._rows, self._labels = [], []
        kind = ""
        for view in views:
            found = view.name.partition(":")[0] if ":" in view.name else ""
            if found != kind:
                kind = found
                titles = {"saved": _("Saved views"), "account": _("Brands")}
                self._add_label(titles.get(kind, _("Topics")))
            self._add_row(view)
        hidden = len(self._desk.directory.topics()) - TOPICS_SHOWN
        if hidden > 0 and not self._narrow:
            self._add_more(hidden)
        self.rows_changed.emit()

    def _add_label(self, words: str) -> None:
        px = self.look.px
        if self._narrow:
            label: QWidget = Panel(self.look, self.look.tokens.bg0, line="middle")
            label.setFixedHeight(px(16))
        else:
            label = Words(self.look, words, style="small", ink=self.look.tokens.t3)
            label.setContentsMargins(px(8), px(12), px(8), px(4))
        self._labels.append(label)
        self._column.insertWidget(self._column.count() - 1, label)

    def _add_row(self, view: NamedView) -> None:
        number = view.name.partition("account:")[2]
        account = self._desk.directory.account(int(number)) if number else None
        row = RailRow(self.look, view, account, self._body)
        if view.name == HELD_POSTS:
            row.clicked.connect(self.held_posts_requested)
        else:
            row.clicked.connect(lambda _checked=False, name=view.name: self.view_chosen.emit(name))
        self._rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)

    def _add_more(self, hidden: int) -> None:
        view = NamedView("more", _("{count} more").format(count=hidden), "more", self._desk.views()[0].view)
        row = RailRow(self.look, view, None, self._body)
        row.clicked.connect(self.topics_requested)
        self._rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)

    def _count(self, name: str) -> str:
        return self._desk.viewing.count_words(name)
