"""Lets an error in an override of Qt be an error, not the end of the process. Known by the kit; knows nothing.

When a Python method that Qt called raises, PySide6 6.11 reads the exception's arguments. On Python 3.11 an error that
C code raised (`int("x")`, `1 / 0`, a call with one argument too few) is still text at that moment, not an exception,
and what is read there is not an address: the process dies of a segmentation fault, without a word. `except: raise`
makes it an exception. From Python 3.12 on it always is one. See the decision "errors-in-overrides".
"""

import sys
from collections.abc import Callable
from functools import cache, wraps
from inspect import CO_VARARGS, CO_VARKEYWORDS
from types import FunctionType
from typing import Any

from PySide6.QtCore import QObject

Method = Callable[..., Any]
NEEDED = sys.version_info < (3, 12)


def guard_overrides() -> None:
    """From here on the overrides of every class made from Qt's objects are guarded; nothing on newer Pythons."""
    if NEEDED and "__init_subclass__" not in vars(QObject):
        QObject.__init_subclass__ = classmethod(_made)  # type: ignore[assignment, arg-type]


def guarded(method: Method) -> Method:
    """The same method, whose errors are exceptions by the time Qt's side looks at them.

    Names, number and defaults of what it takes stay: Qt gives a slot as many arguments as it names, and callers may
    name them.
    """
    code = method.__code__
    names: tuple[str, ...] = ()
    plain = not code.co_flags & (CO_VARARGS | CO_VARKEYWORDS) and not code.co_kwonlyargcount
    if plain and not code.co_posonlyargcount:
        names = code.co_varnames[: code.co_argcount]
    kept = wraps(method)(_maker(names)(method))
    kept.__defaults__ = method.__defaults__ if names else None  # type: ignore[attr-defined]
    return kept


def _made(cls: type[QObject], **options: Any) -> None:
    super(QObject, cls).__init_subclass__(**options)
    for name, method in list(vars(cls).items()):
        if isinstance(method, FunctionType) and not name.startswith("__") and _is_override(cls, name):
            setattr(cls, name, guarded(method))


def _is_override(cls: type, name: str) -> bool:
    return any(name in vars(base) for base in cls.__mro__[1:] if base.__module__.startswith("PySide6."))


@cache
def _maker(names: tuple[str, ...]) -> Callable[[Method], Method]:
    """What wraps a method that takes these names; any arguments if there are none."""
    takes = ", ".join(names) or "*arguments, **named"
    source = (
        "def make(override):\n"
        f"    def kept({takes}):\n"
        "        try:\n"
        f"            return override({takes})\n"
        "        except BaseException:\n"
        "            raise\n"
        "    return kept\n"
    )
    made: dict[str, Any] = {}
    exec(source, made)  # a signature of its own can only be compiled
    return made["make"]  # type: ignore[no-any-return]
