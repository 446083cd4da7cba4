"""Schema 4: merged and split conversations. Known by nobody but alembic."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "routes",
        _big("account_id"),
        _text("root"),
        _big("person_id"),
        _of_conversation(),
        sa.PrimaryKeyConstraint("account_id", "root", "person_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_routes_conversation", "routes", ["conversation_id"])
    op.create_table("redirects", _big("id"), _of_conversation(), sa.PrimaryKeyConstraint("id"))
    op.create_index("ix_redirects_conversation", "redirects", ["conversation_id"])
    op.create_table(
        "regroupings",
        _big("id"),
        _text("kind"),
        _big("at"),
        _text("by"),
        _big("kept"),
        _big("other"),
        _text("memory"),
        _big("undone_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_regroupings_at", "regroupings", ["at"])


def _big(name: str) -> sa.Column[Any]:
    return sa.Column(name, BIG, nullable=False, autoincrement=False)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)


def _of_conversation() -> sa.Column[Any]:
    return sa.Column("conversation_id", BIG, sa.ForeignKey("conversations.id"), nullable=False, autoincrement=False)
