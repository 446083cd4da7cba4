"""A page of the manual, found by its name. Known by the faces; knows kit and core.

Pages are Markdown files (core.manual); a page that is missing says so and names those there are.
"""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QShowEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from app.core.i18n import _
from app.core.manual import FOLDER, heading_in, pages
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_scroll import OverlayBar
from widgets.theme.desk import DeskLook

WIDTH, HEIGHT = 720, 520


def page_text(name: str, folder: Path = FOLDER) -> str:
    """The Markdown of a page; a sentence where there is none."""
    found = pages(folder)
    if name in found:
        return found[name].read_text(encoding="utf-8")
    return _("There is no page “{name}”. There are: {names}.").format(name=name, names=", ".join(found))


class HelpPage(DeskDialog):
    """One page; links to other pages are followed inside, addresses in the browser.

    Attributes:
        name, anchor: the page that is shown, and the heading it was opened at.
    """

    def __init__(self, look: DeskLook, name: str, *, anchor: str = "", parent: QWidget | None = None) -> None:
        super().__init__(look, _("Help"), "", width=WIDTH, parent=parent)
        self.text = QTextBrowser()
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setOpenLinks(False)
        self.text.setFont(look.font("read"))
        self.text.setFixedHeight(look.px(HEIGHT))
        self.text.setAccessibleName(_("Help page"))
        self.text.document().setDefaultStyleSheet(f"a {{ color: {look.tokens.acc.name()}; }}")
        self.text.setStyleSheet(
            f"QTextBrowser {{ background: {look.tokens.bg2.name()}; color: {look.tokens.t1.name()};"
            f" border: {look.ring}px solid transparent; border-radius: {look.px(6)}px; }}"
            f"QTextBrowser:focus {{ border-color: {look.tokens.acc.name()}; }}"
        )
        OverlayBar(look, self.text)
        self.text.anchorClicked.connect(self._follow)
        self.body.addWidget(self.text)
        self.answer_with(_("Close"), "")
        self.name = self.anchor = self._heading = ""
        self.show_page(name, anchor)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_page(self, name: str, anchor: str = "") -> None:
        """Show a page, from a heading on: `anchor` is the heading's words, as shown or in English."""
        self.name, self.anchor = name, anchor
        self._heading = heading_in(name, anchor) if anchor else ""
        self.text.setMarkdown(page_text(name))
        self._break_code()
        self._to_anchor()

    def _break_code(self) -> None:
        """Lines of code that are wider than the page go on below, so that nobody scrolls sideways to read."""
        block = self.text.document().begin()
        while block.isValid():
            laid = block.blockFormat()
            if laid.nonBreakableLines():
                laid.setNonBreakableLines(False)
                QTextCursor(block).setBlockFormat(laid)
            block = block.next()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._to_anchor()

    def _to_anchor(self) -> None:
        """Bring the heading to the top, once the page has its width; without one, begin at the beginning."""
        if not self.isVisible():
            return
        self._column.activate()
        block = self.text.document().begin()
        while self._heading and block.isValid() and block.text() != self._heading:
            block = block.next()
        top = self.text.document().documentLayout().blockBoundingRect(block).top() if block.isValid() else 0
        self.text.verticalScrollBar().setValue(round(top))

    def _follow(self, link: QUrl) -> None:
        if link.scheme() in {"http", "https"}:
            QDesktopServices.openUrl(link)
        elif link.path().endswith(".md"):
            self.show_page(Path(link.path()).stem)
