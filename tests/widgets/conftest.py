"""Widgets are tested without a display, with the house's fonts."""

import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session", autouse=True)
def _application() -> object:
    from widgets.shell.application import make_application

    return make_application()


@pytest.fixture(autouse=True)
def _monitors_as_before() -> Iterator[None]:
    """Whatever a test has plugged in is gone after it."""
    yield
    from tests.widgets.hotplug import plug_as_before

    plug_as_before()
