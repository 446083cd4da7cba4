"""The log never tells a secret."""

import io
import logging
from collections.abc import Iterator

import pytest
import structlog

from app.core import log


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    log.set_up(level="info")
    text = io.StringIO()
    stream = root.handlers[0]
    assert isinstance(stream, logging.StreamHandler)
    stream.setStream(text)
    yield text
    root.handlers, root.level = before
    structlog.reset_defaults()


def test_fields_named_like_secrets_are_blanked(written: io.StringIO) -> None:
    structlog.get_logger("x").warning("signed in", password="hunter2", access_token="abc", handle="brand")

    assert "hunter2" not in written.getvalue()
    assert "abc" not in written.getvalue()
    assert "brand" in written.getvalue()


def test_a_traceback_does_not_print_variables(written: io.StringIO) -> None:
    def fails(password: str) -> None:
        raise ValueError("no")

    try:
        fails("hunter2")
    except ValueError:
        structlog.get_logger("x").exception("crashed")

    assert "ValueError" in written.getvalue()
    assert written.getvalue().count("hunter2") == written.getvalue().count('fails("hunter2")')
