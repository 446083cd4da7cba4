"""The strips above the composer's text: what must be said, and the ways out. Known by the composer; knows kit and the
verdict's model."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.kit.desk_margins import set_margins
from widgets.kit.desk_strip import StripBar
from widgets.models.strips import Strip
from widgets.theme.desk import DeskLook


class StripColumn(QObject):
    """The strips, one below the other.

    Signals:
        act_chosen: a button of a strip; carries the act's name.
        grown: there is a strip more.
    """

    act_chosen = Signal(str)
    grown = Signal()

    def __init__(self, look: DeskLook, box: QWidget) -> None:
        super().__init__(box)
        self._look, self._box = look, box
        self._strips: dict[str, tuple[Strip, StripBar]] = {}
        self.layout = QVBoxLayout()
        set_margins(self.layout, look.px(6), 0, look.ring, 0)
        self.layout.setSpacing(0)

    def __bool__(self) -> bool:
        return bool(self._strips)

    def bars(self) -> list[StripBar]:
        """The strips as they stand, from the top."""
        return sorted((bar for _strip, bar in self._strips.values()), key=self.layout.indexOf)

    def show(self, strips: tuple[Strip, ...]) -> None:
        """Show these; one whose shape stays keeps its buttons, and the focus on them."""
        wanted = {strip.name: strip for strip in strips}
        for name in [name for name, (old, _bar) in self._strips.items() if not _same_shape(old, wanted.get(name))]:
            _old, bar = self._strips.pop(name)
            self.layout.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        for place, strip in enumerate(strips):
            if strip.name not in self._strips:
                self._strips[strip.name] = (strip, self._make(strip))
                self.layout.insertWidget(place, self._strips[strip.name][1])
                self.grown.emit()
            self._strips[strip.name][1].say(strip.bold, strip.rest)

    def _make(self, strip: Strip) -> StripBar:
        bar = StripBar(self._look, glyph=strip.glyph, warns=strip.warns, parent=self._box)
        bar.offer([(str(act), words) for act, words in strip.acts])
        bar.act_chosen.connect(self.act_chosen)
        return bar


def _same_shape(old: Strip, new: Strip | None) -> bool:
    """Whether only words differ, so that the strip and its buttons can stay."""
    return new is not None and (old.acts, old.glyph, old.warns) == (new.acts, new.glyph, new.warns)
