"""Guards against a PySide6 that loses a reference to None at every call that returns nothing (6.12.0 on Python 3.11):
the interpreter dies after some five thousand of them, somewhere else."""

import os
import subprocess
import sys

CALLS = 20_000
PROGRAM = f"""
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
before = sys.getrefcount(None)
for _ in range({CALLS}):
    application.processEvents()
print(before - sys.getrefcount(None))
"""


def test_calls_that_return_nothing_take_no_reference_to_none_away() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < CALLS / 100
