"""Pictures are made without a display, with the house's fonts, in UTC."""

import os
import time

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["TZ"] = "UTC"
if hasattr(time, "tzset"):
    time.tzset()


@pytest.fixture(scope="session", autouse=True)
def _application() -> object:
    from widgets.shell.application import make_application

    return make_application()
