"""Schema 6: sums of hours, and minutes that nobody listened to. Known by nobody but alembic."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "hours",
        sa.Column("topic", BIG, primary_key=True, nullable=False, autoincrement=False),
        sa.Column("hour", BIG, primary_key=True, nullable=False, autoincrement=False),
        sa.Column("posts", BIG, nullable=False),
        sa.Column("negative", BIG, nullable=False),
        sa.Column("reach", BIG, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "holes",
        sa.Column("network", sa.Text(), primary_key=True, nullable=False),
        sa.Column("first", BIG, primary_key=True, nullable=False, autoincrement=False),
        sa.Column("last", BIG, nullable=False),
        sqlite_with_rowid=False,
    )
