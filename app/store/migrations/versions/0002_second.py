"""Schema 2: labels and accepted answers, pictures and parts of replies, merged conversations, screens let in by a code,
hours of the week and holes. Known by nobody but alembic."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _columns(kind: Any, *names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name in names]


def _keys(kind: Any, *names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, primary_key=True, nullable=False, autoincrement=False) for name in names]


def _of_conversation() -> sa.Column[Any]:
    return sa.Column("conversation_id", BIG, sa.ForeignKey("conversations.id"), nullable=False, autoincrement=False)


def upgrade() -> None:
    _posts()
    _replies()
    _merged()
    _screens()
    _weeks()


def _posts() -> None:
    op.add_column("posts", sa.Column("labels", sa.Text(), nullable=False, server_default=""))
    op.add_column("posts", sa.Column("accepted", sa.SmallInteger(), nullable=False, server_default="0"))
    op.create_index("ix_context_posts_post_id", "context_posts", ["post_id"])


def _replies() -> None:
    for name in ("chain", "part", "parts", "pictures"):
        op.add_column("outbox", sa.Column(name, BIG, nullable=False, server_default="0"))
    op.create_table(
        "attachments",
        *_keys(BIG, "id"),
        *_columns(sa.Text(), "token"),
        _of_conversation(),
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
    op.create_table("attachment_chunks", *_keys(BIG, "attachment_id", "start"), *_columns(sa.LargeBinary(), "data"))
    op.create_table(
        "flagged_pictures", *_keys(BIG, "fingerprint"), *_columns(BIG, "post_id", "at"), sqlite_with_rowid=False
    )


def _merged() -> None:
    op.create_table(
        "routes",
        *_keys(BIG, "account_id"),
        *_keys(sa.Text(), "root"),
        *_keys(BIG, "person_id"),
        _of_conversation(),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_routes_conversation", "routes", ["conversation_id"])
    op.create_table("redirects", *_keys(BIG, "id"), _of_conversation())
    op.create_index("ix_redirects_conversation", "redirects", ["conversation_id"])
    op.create_table(
        "regroupings",
        *_keys(BIG, "id"),
        *_columns(sa.Text(), "kind"),
        *_columns(BIG, "at"),
        *_columns(sa.Text(), "by"),
        *_columns(BIG, "kept", "other"),
        *_columns(sa.Text(), "memory"),
        *_columns(BIG, "undone_at"),
    )
    op.create_index("ix_regroupings_at", "regroupings", ["at"])


def _screens() -> None:
    op.create_table(
        "screens",
        *_keys(sa.Text(), "station"),
        *_columns(sa.Text(), "name", "room"),
        *_columns(BIG, "enrolled_at"),
        *_columns(sa.Text(), "enrolled_by"),
    )
    op.create_table(
        "pairings",
        *_keys(sa.Text(), "code_hash"),
        *_columns(sa.Text(), "token_hash", "station", "address"),
        *_columns(BIG, "asked_at"),
    )


def _weeks() -> None:
    op.create_table(
        "hours", *_keys(BIG, "topic", "hour"), *_columns(BIG, "posts", "negative", "reach"), sqlite_with_rowid=False
    )
    op.create_table(
        "holes", *_keys(sa.Text(), "network"), *_keys(BIG, "first"), *_columns(BIG, "last"), sqlite_with_rowid=False
    )
