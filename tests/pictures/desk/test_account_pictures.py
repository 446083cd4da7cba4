"""The account dialogs look as somebody has looked at them: in two themes, and in high contrast with large text."""

import pytest
from PySide6.QtCore import Qt

from tests.pictures.compare import assert_picture
from tests.widgets.agent.account_stage import BUOY, HARBOUR, AccountStage, account_stage


async def _picture(stage: AccountStage, name: str) -> None:
    dialog = stage.dialog()
    dialog.setFocus(Qt.FocusReason.OtherFocusReason)
    await stage.settle()
    assert_picture(dialog.grab().toImage(), f"desk/{name}")


@pytest.mark.parametrize(("theme", "text_size"), [("dark", 100), ("light-high-contrast", 150)])
async def test_the_list(theme: str, text_size: int) -> None:
    async with account_stage(theme=theme, text_size=text_size) as stage:
        stage.hands.show_accounts()
        await stage.settle()
        await _picture(stage, f"accounts-{theme}")


async def test_the_empty_list() -> None:
    async with account_stage(theme="light", accounts=False) as stage:
        stage.hands.show_accounts()
        await stage.settle()
        await _picture(stage, "accounts-empty")


async def test_the_choice_of_a_network() -> None:
    async with account_stage() as stage:
        stage.hands.add()
        await stage.settle()
        await _picture(stage, "account-networks")


@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_a_new_account_of_an_unproven_network(theme: str) -> None:
    async with account_stage(theme=theme) as stage:
        stage.hands._begin(BUOY)
        await stage.settle()
        await _picture(stage, f"account-new-{theme}")


async def test_the_end_of_the_form() -> None:
    async with account_stage(theme="light") as stage:
        stage.hands._change(HARBOUR)
        await stage.settle()
        bar = stage.dialog()._box.verticalScrollBar()
        bar.setValue(bar.maximum())
        await _picture(stage, "account-looks")
