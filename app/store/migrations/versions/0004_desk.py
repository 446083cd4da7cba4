"""Schema 4: merged conversations, shifts and loads of agents, keys. Known by nobody but alembic."""

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
