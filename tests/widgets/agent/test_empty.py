"""An empty desk says what to do."""

from pathlib import Path

import pytest

from app.wire.feeds import AccountFeed
from tests.fakes import desk_story as story
from tests.fakes.desk_hub import DeskHub
from tests.widgets.agent.desk_stage import DeskStage


@pytest.mark.parametrize(
    ("role", "words"), [("administrator", "Add one with G, then C"), ("agent", "An administrator")]
)
async def test_a_desk_without_an_account_says_how_one_is_added(tmp_path: Path, role: str, words: str) -> None:
    hub = DeskHub()
    hub.cards.clear()
    hub.link.role = role
    hub.link.fill(AccountFeed(), {})
    async with DeskStage(tmp_path, hub=hub) as stage:
        empty = stage.window.content.queue._empty
        assert empty.isVisible()
        assert empty.accessibleName().startswith("No account yet")
        assert words in empty.accessibleName()
        hub.link.fill(AccountFeed(), {str(one): account for one, account in story.ACCOUNTS.items()})
        await stage.settle()
        assert "No account" not in empty.accessibleName()
