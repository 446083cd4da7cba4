"""Leads through a tour: what the keys ask for becomes what guests and speaker see. Known by the tour's station; knows
course, source and both windows."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt, QTimer

from app.core.clock import SECOND, Clock
from app.core.errors import FishbowlError
from app.core.i18n import _
from widgets.tour.audience import Audience, asked_of
from widgets.tour.caption import Said
from widgets.tour.course import Course
from widgets.tour.keys import Asked, Wish
from widgets.tour.library import ScriptFile
from widgets.tour.source import Source
from widgets.tour.speaker import Briefing, Speaker, behind_words, watch_words
from widgets.wall.scenes import Scene

FALLBACK = "overview"
"""Shown where a script's scene is gone."""


class Tour(QObject):
    """One tour.

    Attributes:
        course: where it is; file: its script; audience, speaker: its windows.
        trouble: what is wrong with the present stop, in words for the speaker.
    """

    def __init__(
        self,
        file: ScriptFile,
        source: Source,
        *,
        scenes: Mapping[str, Scene],
        audience: Audience,
        speaker: Speaker,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(audience)
        self.course = Course(file.script, clock=clock)
        self.audience, self.speaker = audience, speaker
        self.trouble = ""
        self.file = file
        self._source, self._scenes = source, scenes
        self._is_closing = False
        self._does: dict[Wish, Callable[[], None]] = {
            Wish.NEXT: lambda: self.go(self.course.number + 1),
            Wish.BACK: lambda: self.go(self.course.number - 1),
            Wish.RESET: self.reset,
            Wish.AGAIN: lambda: self.go(self.course.number),
            Wish.BLANK: self.toggle_blank,
            Wish.NOTES: self.toggle_notes,
            Wish.FULL_SCREEN: self._toggle_full_screen,
            Wish.ASK_END: self.ask_end,
            Wish.AGREE: self._tell,
            Wish.END: self.close,
        }
        for window in (audience, speaker):
            window.asked.connect(lambda asked: self.obey(asked_of(asked)))
        audience.closed.connect(self.close)
        file.changed.connect(self._take_script)
        self._second = QTimer(self, interval=SECOND)
        self._second.timeout.connect(self.pass_second)
        self._second.start()

    def obey(self, asked: Asked) -> None:
        """Do what a key asks for; while it is asked whether to end, only Escape and Enter end."""
        if self.course.is_asking:
            self._answer(asked)
        elif asked.wish is Wish.GO:
            self.go(asked.number)
        else:
            self._does[asked.wish]()

    def reset(self) -> None:
        """To the first stop and its moment; the watch begins anew."""
        self.course.reset()
        self._show()

    def go(self, number: int) -> None:
        """To stop `number` (from 0); beyond either end nothing happens."""
        if self.course.go(number):
            self._show()

    def toggle_blank(self) -> None:
        """A dark screen for the guests, or the scene again."""
        self.course.is_blank = not self.course.is_blank
        self.audience.blank(self.course.is_blank)
        self._tell()

    def toggle_notes(self) -> None:
        """Show the speaker's window, or hide it; the keys stay with the guests' window."""
        self.speaker.setVisible(not self.speaker.isVisible())
        self.audience.activateWindow()
        self.audience.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_end(self) -> None:
        """Ask whether the tour shall end."""
        self.course.is_asking = True
        self.audience.ask(_("End the tour? Escape or Enter ends it, any other key goes on."))
        self._tell()

    def pass_second(self) -> None:
        """The replay goes on, and so does the watch."""
        self._source.play()
        self._tell()

    def close(self) -> None:
        """End the tour: both windows close."""
        if not self._is_closing:
            self._is_closing = True
            self._second.stop()
            self.file.close()
            self.speaker.close()
            self.audience.close()
            self._source.close()

    # inside

    def _answer(self, asked: Asked) -> None:
        if asked.wish in {Wish.ASK_END, Wish.AGREE, Wish.END}:
            self.close()
            return
        self.course.is_asking = False
        self.audience.ask("")
        self.audience.blank(self.course.is_blank)
        self._tell()

    def _show(self) -> None:
        """The present stop, from its beginning."""
        stop = self.course.stop
        scene = self._scenes.get(stop.scene)
        self.trouble = "" if scene else _("There is no scene “{name}”; the overview is shown.").format(name=stop.scene)
        try:
            self._source.begin(stop.moment)
        except FishbowlError as error:
            self.trouble = error.message
        self.audience.blank(False)
        self.audience.show_stop(stop, scene or self._scenes[FALLBACK])
        if stop.panel and not stop.formulas and not self.audience.spotlight.isVisibleTo(self.audience):
            self.trouble = self.trouble or _("This screen has no room for the panel that the stop puts forward.")
        self._tell()

    def _take_script(self) -> None:
        """The file was read again: go on where one is."""
        before = self.course.stop
        self.course.use(self.file.script)
        if self.course.stop != before:
            self._show()
        else:
            self._tell()

    def _tell(self) -> None:
        """Caption and notes as things stand."""
        course, source = self.course, self._source
        stop, count = course.stop, len(course.script.stops)
        place = _("{number} of {count}").format(number=course.number + 1, count=count)
        said = Said(
            stop.title,
            stop.caption,
            place,
            source.mark(),
            trouble=source.trouble(),
            passed=course.number + 1,
            planned=count,
        )
        self.audience.say(said)
        behind, (after_title, after) = course.behind(), self._after()
        self.speaker.show_briefing(
            Briefing(
                title=stop.title,
                place=_("Stop {place}").format(place=place),
                caption=stop.caption,
                notes=stop.notes,
                after=after,
                after_title=after_title,
                passed=watch_words(course.passed(), course.script.planned),
                behind=behind_words(behind),
                is_late=behind >= 5 * SECOND,
                state=source.state(),
                trouble=" ".join(part for part in (source.trouble(), self.trouble, self.file.trouble) if part),
            )
        )

    def _after(self) -> tuple[str, str]:
        """What comes next: a title, which only a stop has, and words."""
        if self.course.is_asking:
            return "", _("The tour was asked to end: Escape or Enter ends it, any other key goes on.")
        if self.course.is_blank:
            return "", _("The guests see a dark screen. B or a full stop brings the scene back.")
        following = self.course.next_stop
        if following is None:
            return "", _("This is the last stop. Home begins anew for the next guests.")
        return following.title, following.caption

    def _toggle_full_screen(self) -> None:
        self.audience.setWindowState(self.audience.windowState() ^ Qt.WindowState.WindowFullScreen)
