"""The help page of settings says what the code says."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from app.core.paths import resources
from app.core.settings import HubSettings, RetentionSettings, Settings, UnderstandingSettings, WallSettings

PAGE = Path(resources() / "help" / "settings.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("prefix", "section"),
    [
        ("", Settings),
        ("hub.", HubSettings),
        ("wall.", WallSettings),
        ("understanding.", UnderstandingSettings),
        ("retention.", RetentionSettings),
    ],
)
def test_every_setting_is_explained(prefix: str, section: type[BaseModel]) -> None:
    for name, field in section.model_fields.items():
        if field.description:
            assert f"| `{prefix}{name}` | `{field.default!r}` | {field.description} |" in PAGE
