"""Schema 1: posts, people, conversations, replies, counts, search. Known by nobody but alembic."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_APPEND_ONLY_SQLITE = """
CREATE TRIGGER audit_no_{verb} BEFORE {verb} ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END
"""
_APPEND_ONLY_POSTGRESQL = """
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$;
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
EXECUTE FUNCTION audit_append_only();
"""
_SEARCH_SQLITE = """
CREATE VIRTUAL TABLE post_words USING fts5(
  words, content = '', tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* Co'"
)
"""
_SEARCH_POSTGRESQL = """
CREATE TABLE post_words (post_id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL);
CREATE INDEX ix_post_words ON post_words USING gin (words);
"""


def _columns(kind: Any) -> Callable[..., list[sa.Column[Any]]]:
    return lambda *names: [sa.Column(name, kind, nullable=False) for name in names]


big, text, flag, real, blob = (
    _columns(kind) for kind in (BIG, sa.Text(), sa.SmallInteger(), sa.Float(), sa.LargeBinary())
)


def upgrade() -> None:
    _people_and_posts()
    _conversations()
    _replies()
    _configuration()
    _counts()
    _search_and_audit()


def _people_and_posts() -> None:
    op.create_table(
        "people",
        *big("id"),
        *text("name"),
        *big("first_seen"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "identities",
        *big("id", "person_id"),
        *text("network", "native_id", "handle", "name"),
        *big("followers"),
        *text("avatar_url"),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"]),
        sa.UniqueConstraint("native_id", "network", name="uq_identities_native_id_network"),
    )
    op.create_index("ix_identities_person_id", "identities", ["person_id"])
    op.create_table(
        "posts",
        *big("id"),
        *text("network", "native_id", "kind"),
        *big("account_id", "identity_id", "conversation_id"),
        *text("text", "url", "thread", "parent", "language", "region", "sentiment"),
        *real("score"),
        *big("reach"),
        *text("public", "moderated_by"),
        *big("created_at", "edited_at"),
        *flag("gone"),
        *text("topics", "meaning", "media"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("native_id", "network", name="uq_posts_native_id_network"),
    )
    where = sa.text("conversation_id > 0")
    op.create_index(
        "ix_posts_conversation",
        "posts",
        ["conversation_id", "created_at", "id"],
        sqlite_where=where,
        postgresql_where=where,
    )
    op.create_index("ix_posts_identity", "posts", ["identity_id", "created_at"])
    where = sa.text("reach >= 10000")
    op.create_index("ix_posts_loud", "posts", ["id"], sqlite_where=where, postgresql_where=where)
    op.create_index("ix_posts_public", "posts", ["public", "id"])
    op.create_table(
        "post_topics",
        *big("topic_id", "post_id"),
        sa.PrimaryKeyConstraint("topic_id", "post_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "corrections",
        *big("id", "post_id", "at"),
        *text("who", "before", "after", "model"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_corrections_post", "corrections", ["post_id"])


def _conversations() -> None:
    op.create_table(
        "conversations",
        *big("id", "account_id"),
        *text("network", "root"),
        *big("person_id", "identity_id"),
        *text("status", "assignee"),
        *big(
            "opened_at",
            "last_at",
            "due_at",
            "snoozed_until",
            "resolved_at",
            "answered_at",
            "first_answered_at",
            "priority",
        ),
        *text("reasons"),
        *flag("unread"),
        *text("labels", "topics", "outbox"),
        *big("post_id", "post_at"),
        *text("text", "language", "sentiment"),
        *real("score"),
        *big("reach", "revision"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id", "root", "person_id", name="uq_conversations_account_id_root_person_id"),
    )
    op.create_index("ix_conversations_account", "conversations", ["account_id", "status", "due_at", "id"])
    op.create_index("ix_conversations_assignee", "conversations", ["assignee", "status", "due_at", "id"])
    op.create_index("ix_conversations_due", "conversations", ["status", "due_at", "id"])
    where = sa.text("first_answered_at > 0")
    op.create_index(
        "ix_conversations_first_answered",
        "conversations",
        ["first_answered_at"],
        sqlite_where=where,
        postgresql_where=where,
    )
    op.create_index("ix_conversations_network", "conversations", ["network", "status", "due_at", "id"])
    op.create_index("ix_conversations_newest", "conversations", ["status", "last_at", "id"])
    op.create_index("ix_conversations_person", "conversations", ["person_id", "opened_at"])
    op.create_index("ix_conversations_priority", "conversations", ["status", "priority", "last_at", "id"])
    op.create_index("ix_conversations_resolved", "conversations", ["status", "resolved_at", "id"])
    where = sa.text("snoozed_until > 0")
    op.create_index(
        "ix_conversations_snoozed", "conversations", ["snoozed_until"], sqlite_where=where, postgresql_where=where
    )
    op.create_table(
        "conversation_topics",
        *big("topic_id"),
        *text("status"),
        *big("conversation_id"),
        sa.PrimaryKeyConstraint("topic_id", "status", "conversation_id"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"]),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_conversation_topics_conversation", "conversation_topics", ["conversation_id"])
    op.create_table(
        "context_posts",
        *big("conversation_id", "post_id"),
        sa.PrimaryKeyConstraint("conversation_id", "post_id"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"]),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "notes",
        *big("id", "conversation_id", "at"),
        *text("by", "text"),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"]),
    )
    op.create_index("ix_notes_conversation", "notes", ["conversation_id", "at"])


def _replies() -> None:
    op.create_table(
        "outbox",
        *big("id"),
        *text("token"),
        *big("conversation_id", "account_id"),
        *text("network", "handle", "to_handle", "text", "state", "author"),
        *big("created_at", "not_before"),
        *text("parent", "thread", "key"),
        *big("attempts", "sent_at"),
        *text("native_id", "url", "error"),
        *big("next_look", "moved_at"),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"]),
        sa.UniqueConstraint("token", name="uq_outbox_token"),
    )
    op.create_index("ix_outbox_conversation", "outbox", ["conversation_id", "id"])
    op.create_index("ix_outbox_moved", "outbox", ["moved_at"])
    op.create_index("ix_outbox_state", "outbox", ["state", "not_before", "id"])
    op.create_table(
        "drafts",
        *big("conversation_id"),
        *text("kind", "text"),
        *big("revision"),
        *text("author"),
        *big("updated_at", "account_id"),
        *text("to_handle", "parent"),
        sa.PrimaryKeyConstraint("conversation_id", "kind"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"]),
    )
    op.create_table(
        "draft_history",
        *big("id", "conversation_id"),
        *text("kind", "text", "author"),
        *big("at"),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"]),
    )
    op.create_index("ix_draft_history_conversation", "draft_history", ["conversation_id", "id"])


def _configuration() -> None:
    op.create_table(
        "accounts",
        *big("id"),
        *text("network", "handle", "brand", "monogram"),
        *big("hue"),
        *text("options"),
        *flag("protected", "enabled"),
        *big("undo_seconds", "first_reply_minutes"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "topics",
        *big("id"),
        *text("name", "query", "kind", "line_of_business", "region"),
        *flag("on_wall"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "tokens",
        *big("id"),
        *text("hash", "name", "role"),
        *big("minted_at", "revoked_at"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("hash", name="uq_tokens_hash"),
    )
    op.create_table(
        "cursors",
        *big("account_id"),
        *text("lane", "value"),
        *big("at"),
        sa.PrimaryKeyConstraint("account_id", "lane"),
    )
    op.create_table(
        "alarms",
        *big("id", "topic"),
        *text("region", "network"),
        *big("began", "closed", "level", "peak"),
        *text("reasons", "signals", "judged", "judged_by", "why"),
        *big("trouble_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_alarms_began", "alarms", ["began"])
    op.create_table(
        "blobs",
        *text("name"),
        *blob("value"),
        *big("at"),
        sa.PrimaryKeyConstraint("name"),
    )


def _counts() -> None:
    op.create_table(
        "house",
        *big("id", "sequence", "search_fresh"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "rollups",
        *big("minute", "topic"),
        *text("network", "language", "region", "sentiment"),
        *big("posts", "reach", "score_milli", "unsafe", "authors"),
        sa.PrimaryKeyConstraint("minute", "topic", "network", "language", "region", "sentiment"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tallies",
        *text("scope", "name", "status"),
        *big("slot", "count"),
        sa.PrimaryKeyConstraint("scope", "name", "status", "slot"),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO house (id, sequence, search_fresh) VALUES (1, 0, 0)")


def _search_and_audit() -> None:
    op.create_table(
        "search_queue",
        *big("post_id"),
        *text("old_text"),
        sa.PrimaryKeyConstraint("post_id"),
    )
    op.create_table(
        "audit",
        *big("id", "at"),
        *text("who", "role", "station", "verb", "subject", "before", "after"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_audit_subject", "audit", ["subject", "at"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_SEARCH_SQLITE)
        for verb in ("UPDATE", "DELETE"):
            op.execute(_APPEND_ONLY_SQLITE.format(verb=verb))
    else:
        op.execute(_SEARCH_POSTGRESQL)
        op.execute(_APPEND_ONLY_POSTGRESQL)
