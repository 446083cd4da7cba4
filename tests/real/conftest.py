"""Fixtures of the tests marked `real`: servers that nobody here wrote, started once a run."""

from collections.abc import Iterator

import pytest

from tests.real.bluesky_server import BlueskyServer


@pytest.fixture(scope="session")
def bluesky() -> Iterator[BlueskyServer]:
    """A whole Bluesky. A test that kills it restarts it."""
    server = BlueskyServer()
    yield server
    server.close()


@pytest.fixture(scope="session")
def strict_bluesky() -> Iterator[BlueskyServer]:
    """A whole Bluesky with its real rate limits."""
    server = BlueskyServer(rate_limits=True)
    yield server
    server.close()
