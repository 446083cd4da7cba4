"""The log never tells a secret, and one that cannot be written stops nobody."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path

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


@pytest.fixture
def restored() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    for handler in root.handlers:
        handler.close()
    root.handlers, root.level = before
    structlog.reset_defaults()


@pytest.mark.usefixtures("restored")
def test_a_file_that_cannot_be_written_is_complained_of_once_and_without_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "hub.log"
    place.mkdir()
    log.set_up(folder=tmp_path, name="hub", aloud=False)
    for number in range(3):
        structlog.get_logger("x").info("said", number=number)

    said = capsys.readouterr().err
    assert said.count("hub.log") == 1
    assert "Traceback" not in said

    place.rmdir()
    structlog.get_logger("x").info("there is a place again")
    assert "there is a place again" in place.read_text()


@pytest.mark.usefixtures("restored")
def test_a_log_whose_folder_cannot_be_made_stops_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "logs").write_text("no folder")
    log.set_up(folder=tmp_path / "logs", name="hub", aloud=False)
    structlog.get_logger("x").info("said")

    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.usefixtures("restored")
def test_what_is_not_said_aloud_stands_in_the_file_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up(folder=tmp_path / "logs", name="hub", aloud=False)
    structlog.get_logger("x").info("said")

    assert capsys.readouterr().err == ""
    assert "said" in (tmp_path / "logs" / "hub.log").read_text()
