"""Finding connectors."""

import pytest

from app.connectors.base import Connector
from app.connectors.registry import BUILT_IN, connector_class, networks
from app.core.errors import NotFound
from tests.fakes.scripted import Scripted


def test_every_built_in_connector_is_found_and_declares_its_own_name() -> None:
    assert {info.name for info in networks()} >= set(BUILT_IN)
    assert all(connector_class(name).INFO.name == name for name in BUILT_IN)


def test_every_connector_has_the_contracts_methods() -> None:
    for name in BUILT_IN:
        assert all(callable(getattr(connector_class(name), method)) for method in ("check", "stream", "close"))
    assert isinstance(Scripted(), Connector)


def test_an_unknown_network_is_a_clear_error_that_names_the_known_ones() -> None:
    with pytest.raises(NotFound, match=r"no connector for “myspace”.*bluesky"):
        connector_class("myspace")


def test_declared_forms_keep_secrets_apart() -> None:
    for info in networks():
        for field in info.form:
            sounds_secret = field.name.endswith(("password", "token", "secret", "_key")) and "public" not in field.name
            assert field.secret == sounds_secret, (info.name, field.name)
            assert field.title, (info.name, field.name)
