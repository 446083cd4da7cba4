"""Our token opens pictures of our own homeserver, and goes nowhere else."""

from collections.abc import AsyncIterator

import pytest

from app.connectors.base import MediaSource
from app.connectors.matrix import Matrix
from app.domain.account import Account
from tests.fakes.clock import FastClock
from tests.fakes.ear import tools
from tests.fakes.matrix import PASSWORD, US, FakeMatrix

FILE = "/_matrix/client/v1/media/download/fake.example/abc"


@pytest.fixture
async def home() -> AsyncIterator[FakeMatrix]:
    fake = FakeMatrix(FastClock())
    fake.files["fake.example/abc"] = b"a picture"
    async with fake.running():
        yield fake


@pytest.fixture
async def matrix(home: FakeMatrix) -> AsyncIterator[Matrix]:
    account = Account(id=5, network="matrix", handle=US, brand="", options={"server": home.url})
    async with tools(home.clock) as given:
        yield Matrix(account, {"password": PASSWORD}, given)


async def test_a_picture_of_our_own_server_opens_with_our_token(home: FakeMatrix, matrix: Matrix) -> None:
    assert isinstance(matrix, MediaSource)
    await matrix.check()
    headers = matrix.media_headers(f"{home.url}{FILE}")
    async with matrix._tools.http.get(f"{home.url}{FILE}") as refused:
        assert refused.status == 401
    async with matrix._tools.http.get(f"{home.url}{FILE}", headers=headers) as answer:
        assert await answer.read() == b"a picture"


@pytest.mark.parametrize(
    "address",
    [
        "https://fake.example{file}",
        "{home}.evil.example{file}",
        "http://me@evil.example/{home}{file}",
        "{home}@evil.example{file}",
        "{home}/_matrix/client/v3/account/whoami",
        "{home}/_matrix/client/v1/media/download/../../../v3/sync",
        "{home}/_matrix/client/v1/media/download/%2e%2e/sync",
        "{home}/_matrix/client/v1/media/download/a.example/abc?redirect=1",
        "{home}/_matrix/client/v1/media/download/a.example/b/c",
        "http://[::bad{file}",
        "",
    ],
)
async def test_our_token_is_for_nothing_but_files_of_our_own_server(
    home: FakeMatrix, matrix: Matrix, address: str
) -> None:
    await matrix.check()
    assert matrix.media_headers(address.format(home=home.url, file=FILE)) == {}


async def test_before_we_are_signed_in_there_is_nothing_to_send(home: FakeMatrix, matrix: Matrix) -> None:
    assert matrix.media_headers(f"{home.url}{FILE}") == {}
