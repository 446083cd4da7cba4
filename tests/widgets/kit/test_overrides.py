"""An error in an override of Qt: told, and the process lives."""

import subprocess
import sys
from pathlib import Path
from types import FunctionType

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from widgets.kit.overrides import NEEDED, guarded

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import sys
import widgets.kit
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

sys.excepthook = lambda kind, error, trace: print("told:", error, flush=True)
application = QApplication([])

class Stumbling(QWidget):
    left = 2

    def paintEvent(self, event):
        self.left -= 1
        if self.left < 0:
            print("painted", flush=True)
            application.quit()
        else:
            QTimer.singleShot(0, self.update)
            {error}

window = Stumbling()
QTimer.singleShot(0, window.show)
application.exec()
"""
OF_C = ("int('x')", "1 / 0", "len()", "(lambda one: one)()")
"""Errors that are no exceptions yet when they leave a method on Python 3.11."""


@pytest.mark.parametrize("error", OF_C)
def test_a_window_that_stumbles_while_painting_goes_on_and_tells(error: str) -> None:
    program = [sys.executable, "-c", PROGRAM.format(error=error)]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("told:") == 2
    assert done.stdout.endswith("painted\n")


def test_a_guarded_method_takes_what_it_took() -> None:
    def method(one: int, two: int = 2, *, three: int = 3) -> tuple[int, int, int]:
        return one, two, three

    def plain(one: int, two: int = 2) -> tuple[int, int]:
        return one, two

    assert guarded(method)(1, three=4) == (1, 2, 4)
    assert guarded(plain)(one=1) == (1, 2)
    assert guarded(plain).__code__.co_varnames[:2] == ("one", "two")


def test_a_slot_that_overrides_is_given_no_more_than_it_names(qtbot: QtBot) -> None:
    class Asking(QDialog):
        agreed = 0

        def accept(self) -> None:
            self.agreed += 1

    asking = Asking()
    button = QPushButton(asking)
    qtbot.addWidget(asking)
    button.clicked.connect(asking.accept)  # a click comes with whether the button is down
    button.click()
    assert asking.agreed == 1


def test_every_override_of_ours_is_guarded_where_that_is_needed() -> None:
    import widgets.agent.window
    import widgets.wall.window  # noqa: F401 - classes to look at

    overrides = [
        method
        for kind in _kinds(QObject)
        for name, method in vars(kind).items()
        if kind.__module__.startswith("widgets.") and not name.startswith("__") and isinstance(method, FunctionType)
        if any(name in vars(base) for base in kind.__mro__ if base.__module__.startswith("PySide6."))
    ]
    assert len(overrides) > 100
    assert {hasattr(method, "__wrapped__") for method in overrides} == {NEEDED}


def _kinds(kind: type) -> set[type]:
    return {below for one in kind.__subclasses__() for below in ({one} | _kinds(one))}
