"""Brings a database to the newest schema. Known by `engine`; knows the migrations.

alembic is imported only when there is something to do: it costs more than the rest of opening a database.
"""

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from app.core.errors import StorageError
from app.core.i18n import _

FOLDER = Path(__file__).with_name("migrations")


@cache
def revisions() -> tuple[str, ...]:
    """The schemas this program knows, oldest first: the four-digit beginnings of the migrations' file names."""
    return tuple(sorted(path.name[:4] for path in (FOLDER / "versions").glob("[0-9][0-9][0-9][0-9]_*.py")))


def current(connection: Connection) -> str:
    """The database's schema; empty when it has none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def refuse_newer(found: str) -> None:
    """Raise a StorageError when the schema was made by a later version of the program."""
    if found and found not in revisions():
        raise StorageError(
            _("This database was written by a newer Fishbowl (schema {found}; this one knows up to {known}).").format(
                found=found, known=revisions()[-1]
            ),
            hint=_("Nothing was changed. Install the newer version, or choose another data folder with --data."),
        )


def migrate(connection: Connection, *, to: str = "") -> bool:
    """Bring the schema up to `to` (the newest when empty), in the transaction the caller holds; True if it changed."""
    found = current(connection)
    refuse_newer(found)
    target = to or revisions()[-1]
    if found == target:
        return False
    _upgrade(connection, target)
    return True


def _upgrade(connection: Connection, target: str) -> None:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    with EnvironmentContext(config, script, fn=lambda found, _context: script._upgrade_revs(target, found)) as steps:
        steps.configure(connection=connection, transactional_ddl=True)
        steps.run_migrations()
