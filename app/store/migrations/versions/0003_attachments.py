"""Schema 3: pictures with replies, media fetched for stations, parts of a thread. Known by nobody but alembic."""

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
