"""Schema 5: enrolled screens, their rooms and monitors. Known by nobody but alembic."""

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
