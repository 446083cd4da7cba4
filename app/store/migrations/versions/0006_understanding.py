"""Schema 6: hours of the week, holes and rising words. Known by nobody but alembic."""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
