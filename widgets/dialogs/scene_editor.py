"""The scenes and the playlist of this machine's wall, edited with a grid, a preview and rows, or as text. Opened by the
front door for the desk; knows the wall's drafts and kit.

It writes the same files a person may write by hand, keeps their comments, says what is wrong by line, and never saves
over what somebody else wrote meanwhile without asking. A wall that runs shows what was saved at once.
"""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QWidget

from app.core.errors import BadInput, Conflict, FishbowlError
from app.core.i18n import _
from app.core.paths import resources
from widgets.dialogs.ask_words import AskWords
from widgets.dialogs.confirm import Confirm
from widgets.dialogs.playlist_page import PlaylistPage
from widgets.dialogs.scene_page import ScenePage
from widgets.dialogs.toml_text import TomlText
from widgets.kit.desk_button import ButtonKind, DeskButton
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_text import TextBlock
from widgets.theme.desk import DeskLook
from widgets.wall.draft import Draft
from widgets.wall.playlist_draft import PlaylistDraft
from widgets.wall.registry import panel_kinds
from widgets.wall.scene_draft import SceneDraft, new_scene
from widgets.wall.scenes import PLAYLIST, read_scene, read_words

WIDTH, HEIGHT = 1120, 500
LOOK_MS = 2_000
"""So often it is looked whether somebody else changed the file."""
SHOWN_PROBLEMS = 3


class SceneEditor(DeskDialog):
    """One file at a time; going to another keeps what was not saved until the editor is closed.

    Attributes:
        draft: the file that is edited now.
        scene_page, playlist_page, text: the three ways to edit it.
        said: what is wrong, or was refused.
    """

    help_at = ("scenes", "The editor")

    def __init__(self, look: DeskLook, folder: Path, *, locale: str = "en", parent: QWidget | None = None) -> None:
        super().__init__(look, _("Scenes of this machine's wall"), "", width=WIDTH, parent=parent)
        self._folder = folder
        self._drafts: dict[str, Draft] = {}
        self._refused = ""
        self.file = QComboBox()
        self.file.setAccessibleName(_("Scene or playlist"))
        self.file.setFont(look.font("base"))
        self.as_text = DeskButton(look, _("As text"), kind=ButtonKind.TAB)
        self.as_text.setCheckable(True)
        self.scene_page = ScenePage(look, sorted(panel_kinds()), locale=locale)
        self.playlist_page = PlaylistPage(look)
        self.text = TomlText(look, _("The file's text"))
        self.pages = QStackedWidget()
        for page in (self.scene_page, self.playlist_page, self.text):
            self.pages.addWidget(page)
        self.pages.setFixedHeight(look.px(HEIGHT))
        self.said = TextBlock(look, "", ink=look.tokens.warn, widest=WIDTH)
        self._undo = DeskButton(look, _("Undo"), cap="Ctrl+Z")
        self._redo = DeskButton(look, _("Redo"))
        self._again = DeskButton(look, _("Read again"))
        self._lay()
        self._listen()
        self._list("overview")
        self.scene_page.grid.setFocus()

    @property
    def draft(self) -> Draft:
        return self._drafts[self._name]

    def open_file(self, name: str) -> None:
        """Edit a scene by its name, or `playlist.toml`."""
        try:
            self._draft_of(name)
        except BadInput as error:
            self._refuse(error)
            return
        self._refused = ""
        self._renew()

    def save(self, *, over: bool = False) -> None:
        """Write the file; asks where somebody else changed it meanwhile."""
        try:
            self.draft.save(over=over)
        except Conflict as error:
            self._ask_over(error)
        except FishbowlError as error:
            self._refuse(error)
        else:
            self._refused = ""
            self._renew()

    def look_at_disk(self) -> None:
        """Offer to read again what somebody else changed."""
        if self.draft.is_foreign and not self._again.isVisible():
            self._renew()

    def reject(self) -> None:
        """Close; what was not saved is asked for first."""
        changed = [name for name, draft in self._drafts.items() if draft.is_changed and draft.can_undo]
        if not changed:
            self._end()
            return
        question = Confirm(
            self.look,
            _("Close without saving?"),
            _("Not saved: {names}.").format(names=", ".join(changed)),
            safe=_("Go on editing"),
            act=_("Throw the changes away"),
            parent=self,
        )
        question.accepted.connect(self._end)
        question.open()

    # inside

    @property
    def _name(self) -> str:
        return str(self.file.currentData())

    def _draft_of(self, name: str) -> Draft:
        """The draft of a file, begun with the shipped scene where the owner has none of that name."""
        if name not in self._drafts:
            if name == PLAYLIST:
                self._drafts[name] = PlaylistDraft(self._folder / PLAYLIST, scenes=self._known_scenes)
            else:
                self._drafts[name] = SceneDraft(*self._begin(name), kinds=panel_kinds())
        return self._drafts[name]

    def _begin(self, name: str) -> tuple[Path, str]:
        """Where a scene is kept, and what it says where it is not kept yet."""
        own, shipped = self._own_scenes().get(name), resources() / "scenes" / f"{name}.toml"
        text = read_words(shipped) if shipped.exists() else new_scene(name, name.capitalize())
        return own or self._folder / f"{name}.toml", text

    def _own_scenes(self) -> dict[str, Path]:
        """The owner's files by their scene's name, or the file's where it cannot be read."""
        found: dict[str, Path] = {}
        for file in sorted(self._folder.glob("*.toml")):
            if file.name != PLAYLIST:
                try:
                    found[read_scene(read_words(file), file=file.name, kinds=panel_kinds()).name] = file
                except BadInput:
                    found[file.stem] = file
        return found

    def _known_scenes(self) -> set[str]:
        """Names of all scenes that can be shown, of the shipped ones, and of those that are new here."""
        shipped = {file.stem for file in (resources() / "scenes").glob("*.toml")}
        return shipped | set(self._own_scenes()) | {name for name in self._drafts if name != PLAYLIST}

    def _list(self, chosen: str) -> None:
        """Every scene and the playlist, in the list; one of them is opened."""
        self.file.blockSignals(True)
        self.file.clear()
        for name in sorted({*self._known_scenes(), chosen}):
            self.file.addItem(name, name)
        self.file.addItem(_("Playlist and opening hours"), PLAYLIST)
        self.file.setCurrentIndex(self.file.findData(chosen))
        self.file.blockSignals(False)
        self.open_file(chosen)

    def _renew(self) -> None:
        """Show what the draft says now."""
        draft = self._draft_of(self._name)
        if self.as_text.isChecked():
            self.pages.setCurrentWidget(self.text)
            self.text.show_text(draft.text)
        elif isinstance(draft, SceneDraft):
            self.pages.setCurrentWidget(self.scene_page)
            self.scene_page.show_draft(draft)
        elif isinstance(draft, PlaylistDraft):
            self.pages.setCurrentWidget(self.playlist_page)
            self.playlist_page.show_draft(draft)
        self._say()

    def _say(self) -> None:
        draft = self.draft
        lines = [_("Line {line}: {words}").format(line=one.line, words=one.words) for one in draft.problems]
        said = [self._refused, *lines[:SHOWN_PROBLEMS]]
        if draft.is_foreign:
            said.append(_("Somebody else changed this file meanwhile."))
        self.said.set_words(" ".join(words for words in said if words))
        self._undo.set_may(draft.can_undo, "" if draft.can_undo else _("There is nothing to undo."))
        self._redo.set_may(draft.can_redo, "" if draft.can_redo else _("There is nothing to do again."))
        self._again.setVisible(draft.is_foreign)
        if self.act_button is not None:
            why = _("Mend what is wrong first.") if draft.problems else _("There is nothing new to save.")
            may = not draft.problems and draft.is_changed
            self.act_button.set_may(may, "" if may else why)

    def _refuse(self, error: FishbowlError) -> None:
        self._refused = str(error)
        self._say()

    def _changed(self) -> None:
        self._refused = ""
        self._say()

    def _typed(self) -> None:
        if self.as_text.isChecked():
            self.draft.write(self.text.toPlainText())
            self._changed()

    def _step(self, *, back: bool) -> None:
        if back:
            self.draft.undo()
        else:
            self.draft.redo()
        self._refused = ""
        self._renew()

    def _read_again(self) -> None:
        self.draft.read_again()
        self._renew()

    def _ask_over(self, error: Conflict) -> None:
        question = Confirm(
            self.look,
            _("Save over it?"),
            error.message,
            safe=_("Keep theirs for now"),
            act=_("Save over it"),
            parent=self,
        )
        question.accepted.connect(lambda: self.save(over=True))
        question.open()

    def _ask_name(self) -> None:
        question = AskWords(
            self.look,
            _("A new scene"),
            _("Its name is for files and playlists: letters, digits and dashes."),
            label=_("Name"),
            safe=_("Leave it"),
            act=_("Begin it"),
            parent=self,
        )
        question.answered.connect(self._begin_new)
        question.open()

    def _begin_new(self, words: str) -> None:
        name = "-".join("".join(letter if letter.isalnum() else " " for letter in words.lower()).split())
        if name:
            self._list(name)

    def _end(self) -> None:
        self.scene_page.preview.close_window()
        super().reject()

    # layout

    def _lay(self) -> None:
        new = DeskButton(self.look, _("New scene..."))
        new.clicked.connect(self._ask_name)
        row = QHBoxLayout()
        row.setSpacing(self.look.px(6))
        row.addWidget(self.file)
        row.addWidget(new)
        row.addWidget(self.as_text)
        row.addStretch(1)
        for button in (self._again, self._undo, self._redo):
            row.addWidget(button)
        self.body.addLayout(row)
        self.body.addWidget(self.pages)
        self.body.addWidget(self.said)
        self.answer_with(_("Close"), _("Save"))

    def _listen(self) -> None:
        self.file.activated.connect(lambda _number: self.open_file(self._name))
        self.as_text.clicked.connect(lambda _on: self._renew())
        for page in (self.scene_page, self.playlist_page):
            page.changed.connect(self._changed)
            page.refused.connect(self._refuse)
        self.text.textChanged.connect(self._typed)
        self._undo.clicked.connect(lambda _on: self._step(back=True))
        self._redo.clicked.connect(lambda _on: self._step(back=False))
        self._again.clicked.connect(lambda _on: self._read_again())
        for keys, deed in (
            (QKeySequence.StandardKey.Undo, lambda: self._step(back=True)),
            (QKeySequence.StandardKey.Redo, lambda: self._step(back=False)),
            (QKeySequence.StandardKey.Save, self.accept),
        ):
            QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WindowShortcut).activated.connect(deed)
        looking = QTimer(self, interval=LOOK_MS)
        looking.timeout.connect(self.look_at_disk)
        looking.start()

    def accept(self) -> None:
        """The button and Ctrl+S save; they do not close."""
        if self.act_button is not None and self.act_button.may:
            self.save()
