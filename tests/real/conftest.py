"""Fixtures of the tests marked `real`: servers that nobody here wrote, started once a run."""

from collections.abc import Iterator

import pytest

from tests.real.bluesky_server import BlueskyServer
from tests.real.caddy_server import CaddyServer
from tests.real.mail_server import MailServer
from tests.real.mastodon_server import MastodonServer
from tests.real.synapse_server import SynapseServer


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


@pytest.fixture(scope="session")
def mail() -> Iterator[MailServer]:
    """Dovecot and Postfix. A test that kills one of them restarts it."""
    server = MailServer()
    yield server
    server.close()


@pytest.fixture
def caddy() -> Iterator[CaddyServer]:
    """A web server with a feed."""
    server = CaddyServer()
    yield server
    server.close()


@pytest.fixture(scope="session")
def mastodon() -> Iterator[MastodonServer]:
    """mastodon_mock, which streams. A test that kills it restarts it."""
    server = MastodonServer()
    yield server
    server.close()


@pytest.fixture(scope="session")
def polled_mastodon() -> Iterator[MastodonServer]:
    """mastodon_mock, which does not stream."""
    server = MastodonServer(streaming=False)
    yield server
    server.close()


@pytest.fixture(scope="session")
def kept_synapse() -> Iterator[SynapseServer]:
    """A Matrix homeserver for the whole run."""
    server = SynapseServer()
    yield server
    server.close()


@pytest.fixture
def synapse(kept_synapse: SynapseServer) -> SynapseServer:
    """A Matrix homeserver that answers, even where the test before killed it and failed."""
    kept_synapse.revive()
    return kept_synapse


@pytest.fixture(scope="session")
def strict_synapse() -> Iterator[SynapseServer]:
    """A Matrix homeserver with tight rate limits."""
    server = SynapseServer(rate_limits=True)
    yield server
    server.close()
