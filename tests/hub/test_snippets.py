"""The team's snippets: kept on the hub, one for a name, only with fields that can be filled."""

import pytest

from app.core.errors import Code, FishbowlError
from app.domain.snippet import Snippet
from app.link.client import HubClient
from app.wire.calls import ListSnippets, RemoveSnippet, SaveSnippet
from tests.hub.conftest import Rooms


async def test_a_snippet_outlives_the_hub_and_its_name_is_its_identity(rooms: Rooms, desk: HubClient) -> None:
    await desk.call(SaveSnippet(snippet=Snippet(name=" Sorry ", text="Sorry, {name}.")))
    await desk.call(SaveSnippet(snippet=Snippet(name="Hours", text="We open at nine.")))
    await desk.call(SaveSnippet(snippet=Snippet(name="Sorry", text="So sorry, {name}.")))

    found = await desk.call(ListSnippets())

    assert found == (Snippet(name="Hours", text="We open at nine."), Snippet(name="Sorry", text="So sorry, {name}."))
    await desk.call(RemoveSnippet(name="Hours"))
    assert [one.name for one in await desk.call(ListSnippets())] == ["Sorry"]


@pytest.mark.parametrize(
    "snippet",
    [Snippet(name="", text="x"), Snippet(name="x", text=" "), Snippet(name="x", text="{city}"),
     Snippet(name="x", text="x" * 5_001), Snippet(name="x" * 61, text="x")],
)  # fmt: skip
async def test_a_snippet_nobody_could_use_is_refused(desk: HubClient, snippet: Snippet) -> None:
    with pytest.raises(FishbowlError) as refused:
        await desk.call(SaveSnippet(snippet=snippet))
    assert refused.value.code is Code.BAD_INPUT
    assert await desk.call(ListSnippets()) == ()


async def test_removing_what_is_not_there_says_so(desk: HubClient) -> None:
    with pytest.raises(FishbowlError) as refused:
        await desk.call(RemoveSnippet(name="Nothing"))
    assert refused.value.code is Code.NOT_FOUND
