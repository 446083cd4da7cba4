"""Schema 3: pictures with replies, media fetched for stations, parts of a thread. Known by nobody but alembic."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _columns(kind: Any, *names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name in names]


def upgrade() -> None:
    for name in ("chain", "part", "parts", "pictures"):
        op.add_column("outbox", sa.Column(name, BIG, nullable=False, server_default="0"))
    op.create_table(
        "attachments",
        sa.Column("id", BIG, primary_key=True, autoincrement=False),
        *_columns(sa.Text(), "token"),
        sa.Column("conversation_id", BIG, sa.ForeignKey("conversations.id"), nullable=False),
        *_columns(BIG, "outbox_id", "place"),
        *_columns(sa.Text(), "name", "author"),
        *_columns(BIG, "at", "size", "received"),
        *_columns(sa.SmallInteger(), "ready"),
        *_columns(sa.Text(), "mime"),
        *_columns(BIG, "width", "height"),
        *_columns(sa.Text(), "alt"),
        *_columns(sa.SmallInteger(), "waived"),
        *_columns(sa.LargeBinary(), "thumb", "data"),
        sa.UniqueConstraint("token", name="uq_attachments_token"),
    )
    op.create_index("ix_attachments_conversation", "attachments", ["conversation_id", "id"])
    op.create_index("ix_attachments_outbox", "attachments", ["outbox_id"])
    op.create_table(
        "attachment_chunks",
        *_columns(BIG, "attachment_id", "start"),
        *_columns(sa.LargeBinary(), "data"),
        sa.PrimaryKeyConstraint("attachment_id", "start"),
    )
    op.create_table(
        "flagged_pictures",
        sa.Column("fingerprint", BIG, primary_key=True, autoincrement=False),
        *_columns(BIG, "post_id", "at"),
        sqlite_with_rowid=False,
    )
