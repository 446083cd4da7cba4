"""One hub's and its stations' settings: a TOML file in the data folder, overridden by FISHBOWL_… variables. Known by
hub and the front door; knows core.

Every setting is declared once, here, with a sentence; `doctor`, the help page and the messages about mistakes are
made from it.
"""

import difflib
import os
import tomllib
from pathlib import Path
from typing import Literal
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from app.core import toml
from app.core.errors import BadInput
from app.core.i18n import _


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HubSettings(_Section):
    """The headless process."""

    listen: str = Field("127.0.0.1:0", description="Address and port; anything but loopback needs TLS. Port 0 is any.")
    public_url: str = Field(
        "", description="Address under which networks reach this hub to call it, e.g. https://hub.example.com."
    )
    tls_certificate: str = Field("", description="PEM file of the certificate chain.")
    tls_key: str = Field("", description="PEM file of the key.")
    database: str = Field("", description="PostgreSQL address; empty for a file in the data folder.")
    node: int = Field(0, ge=0, le=1023, description="Number of this hub, different for each hub on one database.")
    linger_minutes: float = Field(
        0,
        ge=0,
        le=525_600,
        description="A hub started by a station ends this long after the last one; 0 keeps it running.",
    )

    @field_validator("public_url")
    @classmethod
    def _an_address(cls, url: str) -> str:
        if url and not url.startswith(("https://", "http://")):
            raise ValueError(_("it must begin with https://"))
        return url.rstrip("/")


class WallSettings(_Section):
    """What public screens may show, and where they hang."""

    policy: Literal["hold_all", "hold_doubtful", "release_clean"] = Field(
        "hold_all",
        description="hold_all: a person releases every post. hold_doubtful: a post without any doubt is shown, "
        "a doubtful one waits for a person. release_clean: the same, but a doubtful one is blocked.",
    )
    mask: Literal["masked", "consented", "handle", "none"] = Field(
        "masked",
        description="How authors are named. masked: @j•••n. consented: the same, but @jan where a consent to be named "
        "is noted. handle: @jan. none: not at all.",
    )
    diagonal_inches: float = Field(75, gt=5, le=400, description="Diagonal of a wall screen.")
    distance_metres: float = Field(3, gt=0.3, le=100, description="From where it is read.")
    memory_ceiling_mb: float = Field(
        1500, ge=0, description="A watched wall that uses more memory, in MB, is started anew; 0 for no limit."
    )
    crisis_takes: Literal["all", "first", "none"] = Field(
        "all", description="Which screens of a wall show a declared crisis: all, first (the leftmost), none."
    )
    crisis_owner: Literal["role", "name"] = Field(
        "role", description="How a wall names who leads a crisis: role (Duty lead), name (Duty lead, Amara O.)."
    )
    cities: tuple[str, ...] = Field(
        ("America/Sao_Paulo", "Europe/Lisbon", "Asia/Singapore"), description="Time zones of the wall's clocks."
    )

    @field_validator("cities")
    @classmethod
    def _known_zones(cls, zones: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [zone for zone in zones if zone not in available_timezones()]
        if unknown:
            raise ValueError(_("{zone} is not a time zone").format(zone=unknown[0]))
        return zones


class UnderstandingSettings(_Section):
    """How texts are judged."""

    second_opinion: bool = Field(
        True,
        description="English posts whose sentiment is in doubt are judged a second time, by sentence vectors, as the "
        "machine has time.",
    )


class RetentionSettings(_Section):
    """How long things are kept."""

    posts_days: int = Field(400, ge=1, le=36_500, description="Posts that belong to no open conversation.")


class Settings(BaseSettings):
    """All settings."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True, env_prefix="FISHBOWL_", env_nested_delimiter="__")

    organisation: str = Field("", description="Name shown in the wall's header.")
    language: str = Field("", description="Interface language (BCP 47); empty for the system's.")
    hub: HubSettings = HubSettings()
    wall: WallSettings = WallSettings()
    understanding: UnderstandingSettings = UnderstandingSettings()
    retention: RetentionSettings = RetentionSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (env_settings, init_settings)


def load(path: Path) -> Settings:
    """Read the settings file; defaults where there is none.

    Raises:
        BadInput: the file cannot be read or says something unknown; the message names file, line, key and the way out.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        text = ""
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            _("The settings file {path} cannot be read: {error}").format(path=path, error=error),
            hint=_("Save it as UTF-8, with the right for this user to read it, or move it away; nothing else is lost."),
        ) from error
    try:
        values = toml.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(
            _("The settings file {path} is not valid TOML: {error}").format(path=path, error=error),
            hint=_("Mend the line or move the file away; nothing else is lost."),
        ) from error
    try:
        return Settings(**values)
    except ValidationError as error:
        raise _explained(error, path, text) from None
    except SettingsError as error:
        raise BadInput(
            _("An environment variable of Fishbowl's cannot be read: {error}.").format(error=error),
            hint=_("Give each setting a variable of its own, such as FISHBOWL_HUB__LISTEN."),
        ) from None


def _explained(error: ValidationError, path: Path, text: str) -> BadInput:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    name = str(first["loc"][-1]) if first["loc"] else ""
    line = next((n for n, row in enumerate(text.splitlines(), 1) if row.strip().startswith(name)), 0)
    where = _("{path}, line {line}").format(path=path, line=line) if line else str(path)
    if (variable := _variable(key)) in os.environ:
        where = variable  # it wins over the file, so it is the one that was read
    if first["type"] == "extra_forbidden":
        near = difflib.get_close_matches(name, _known_names(), n=1)
        hint = (
            _("Did you mean “{name}”?").format(name=near[0])
            if near
            else _("Remove the line; the help page “Settings” lists them all.")
        )
        return BadInput(_("Unknown setting “{key}” in {where}.").format(key=key, where=where), hint=hint)
    return BadInput(
        _("The setting “{key}” in {where} does not fit: {reason}.").format(key=key, where=where, reason=first["msg"]),
        hint=_("Mend the line; nothing else is lost."),
    )


def _variable(key: str) -> str:
    """The environment variable of a setting."""
    return f"FISHBOWL_{key.replace('.', '__')}".upper()


def _known_names() -> list[str]:
    sections = (HubSettings, WallSettings, UnderstandingSettings, RetentionSettings)
    return [*Settings.model_fields, *(name for section in sections for name in section.model_fields)]
