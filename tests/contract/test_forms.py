"""What an account's form asks, and what its connector reads."""

from app.connectors.registry import connector_class
from tests.contract.conftest import Setting


async def test_an_account_is_set_up_by_its_form_and_by_nothing_else(setting: Setting) -> None:
    form = connector_class(setting.case.network).INFO.form
    assert set(setting.account.options) <= {field.name for field in form if not field.secret}
