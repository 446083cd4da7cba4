"""Widgets are tested without a display, with the house's fonts."""

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session", autouse=True)
def _application() -> object:
    from widgets.shell.application import make_application

    return make_application()
