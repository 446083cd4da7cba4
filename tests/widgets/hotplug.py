"""Plugs and unplugs monitors of Qt's offscreen platform, in this process. Known by tests with several monitors.

The platform plugin offers `setConfiguration` to C++ only; it is called through its address. Linux only.
"""

import ctypes
import json
from collections.abc import Sequence
from pathlib import Path

import PySide6
import shiboken6
from PySide6.QtCore import QJsonDocument
from PySide6.QtWidgets import QApplication

_FOLDER = Path(PySide6.__file__).parent / "Qt" / "lib"


def screen(name: str, x: int, width: int = 1920, height: int = 1080, *, ratio: float = 1.0) -> dict[str, object]:
    """One monitor at (x, 0)."""
    place = {"name": name, "x": x, "y": 0, "width": width, "height": height}
    return {**place, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": ratio}


FIRST = screen("", 0, 800, 800)
_plugged: list[str] = []


def plug_as_before() -> None:
    """The one monitor again with which Qt's offscreen platform begins: a dialog is as large as its screen allows, and
    the pictures of dialogs were made on this one."""
    if _plugged:
        plug([FIRST])
        _plugged.clear()
        QApplication.processEvents()


def plug(screens: Sequence[dict[str, object]]) -> None:
    """From now on these are the monitors, until the test is over (see conftest)."""
    _plugged[:] = [str(one["name"]) for one in screens]
    core, gui = ctypes.CDLL(str(_FOLDER / "libQt6Core.so.6")), ctypes.CDLL(str(_FOLDER / "libQt6Gui.so.6"))
    native = gui._ZN15QGuiApplication23platformNativeInterfaceEv
    native.restype = ctypes.c_void_p
    interface = native()
    name = ctypes.create_string_buffer(64)
    make_bytes = core._ZN10QByteArrayC1EPKcx
    make_bytes.restype = None
    make_bytes(ctypes.c_void_p(ctypes.addressof(name)), ctypes.c_char_p(b"setConfiguration"), ctypes.c_longlong(16))
    setter = _virtual(interface, gui)(interface, ctypes.addressof(name))
    assert setter, "these are not offscreen monitors"
    document = QJsonDocument.fromJson(json.dumps({"screens": list(screens)}).encode())
    settings = ctypes.create_string_buffer(64)
    make_object = core._ZNK13QJsonDocument6objectEv
    make_object.restype = None
    make_object(ctypes.c_void_p(ctypes.addressof(settings)), ctypes.c_void_p(shiboken6.getCppPointer(document)[0]))
    ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)(setter)(ctypes.addressof(settings), interface)


def _virtual(interface: int, gui: ctypes.CDLL) -> "ctypes._CFunctionType":
    """The plugin's own `nativeResourceForIntegration`, found by its slot in the base class's table."""
    base = ctypes.c_void_p.in_dll(gui, "_ZTV24QPlatformNativeInterface")
    table = ctypes.cast(ctypes.addressof(base), ctypes.POINTER(ctypes.c_void_p))
    wanted = ctypes.cast(
        gui._ZN24QPlatformNativeInterface28nativeResourceForIntegrationERK10QByteArray, ctypes.c_void_p
    ).value
    slot = next(number for number in range(2, 64) if table[number] == wanted) - 2
    own = ctypes.cast(ctypes.cast(interface, ctypes.POINTER(ctypes.c_void_p))[0] or 0, ctypes.POINTER(ctypes.c_void_p))
    return ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)(own[slot] or 0)
