"""Conversations, what leads to them, and what is written and sent in them. Known by the room of tables; knows
columns."""

from sqlalchemy import Column, Float, Index, LargeBinary, Table, UniqueConstraint

from app.store.tables.columns import big, flag, id_, metadata, of_conversation, text

conversations = Table(
    "conversations",
    metadata,
    id_(),
    big("account_id"),
    text("network"),
    text("root"),
    big("person_id"),
    big("identity_id"),
    text("status"),
    text("assignee"),
    big("opened_at"),
    big("last_at"),
    big("due_at"),
    big("snoozed_until"),
    big("resolved_at"),
    big("answered_at"),
    big("first_answered_at"),
    big("priority"),
    text("reasons"),
    flag("unread"),
    text("labels"),
    text("topics"),
    text("outbox"),
    big("post_id"),
    big("post_at"),
    text("text"),
    text("language"),
    text("sentiment"),
    Column("score", Float, nullable=False),
    big("reach"),
    big("revision"),
    UniqueConstraint("account_id", "root", "person_id"),
    Index("ix_conversations_due", "status", "due_at", "id"),
    Index("ix_conversations_newest", "status", "last_at", "id"),
    Index("ix_conversations_priority", "status", "priority", "last_at", "id"),
    Index("ix_conversations_resolved", "status", "resolved_at", "id"),
    Index("ix_conversations_assignee", "assignee", "status", "due_at", "id"),
    Index("ix_conversations_account", "account_id", "status", "due_at", "id"),
    Index("ix_conversations_network", "network", "status", "due_at", "id"),
    Index("ix_conversations_person", "person_id", "opened_at"),
)
Index(
    "ix_conversations_snoozed",
    conversations.c.snoozed_until,
    sqlite_where=conversations.c.snoozed_until > 0,
    postgresql_where=conversations.c.snoozed_until > 0,
)
Index(
    "ix_conversations_first_answered",
    conversations.c.first_answered_at,
    sqlite_where=conversations.c.first_answered_at > 0,
    postgresql_where=conversations.c.first_answered_at > 0,
)

conversation_topics = Table(
    "conversation_topics",
    metadata,
    big("topic_id", key=True),
    text("status", key=True),
    of_conversation(key=True),
    Index("ix_conversation_topics_conversation", "conversation_id"),
    sqlite_with_rowid=False,
)

context_posts = Table(
    "context_posts",
    metadata,
    of_conversation(key=True),
    big("post_id", key=True),
    Index("ix_context_posts_post_id", "post_id"),
    sqlite_with_rowid=False,
)
"""Posts of others that a conversation shows so that its thread can be read."""

routes = Table(
    "routes",
    metadata,
    big("account_id", key=True),
    text("root", key=True),
    big("person_id", key=True),
    of_conversation(),
    Index("ix_routes_conversation", "conversation_id"),
    sqlite_with_rowid=False,
)
"""Where later posts of a thread go when that is not the conversation it opened: it was merged, or split."""

redirects = Table(
    "redirects", metadata, id_(), of_conversation(), Index("ix_redirects_conversation", "conversation_id")
)
"""Conversations that are part of another one now, by the id they had."""

regroupings = Table(
    "regroupings",
    metadata,
    id_(),
    text("kind"),
    big("at"),
    text("by"),
    big("kept"),
    big("other"),
    text("memory"),
    big("undone_at"),
    Index("ix_regroupings_at", "at"),
)
"""Merges and splits with what it takes to undo them; `memory` is JSON."""

tallies = Table(
    "tallies",
    metadata,
    text("scope", key=True),
    text("name", key=True),
    text("status", key=True),
    big("slot", key=True),
    big("count"),
    sqlite_with_rowid=False,
)
"""Maintained numbers, so that no screen ever counts rows; see `tallies.py`."""

notes = Table(
    "notes",
    metadata,
    id_(),
    of_conversation(),
    big("at"),
    text("by"),
    text("text"),
    Index("ix_notes_conversation", "conversation_id", "at"),
)

outbox = Table(
    "outbox",
    metadata,
    id_(),
    text("token"),
    of_conversation(),
    big("account_id"),
    text("network"),
    text("handle"),
    text("to_handle"),
    text("text"),
    text("state"),
    text("author"),
    big("created_at"),
    big("not_before"),
    text("parent"),
    text("thread"),
    text("key"),
    big("attempts"),
    big("sent_at"),
    text("native_id"),
    text("url"),
    text("error"),
    big("next_look"),
    big("moved_at"),
    big("chain"),
    big("part"),
    big("parts"),
    big("pictures"),
    UniqueConstraint("token"),
    Index("ix_outbox_state", "state", "not_before", "id"),
    Index("ix_outbox_conversation", "conversation_id", "id"),
    Index("ix_outbox_moved", "moved_at"),
)

drafts = Table(
    "drafts",
    metadata,
    of_conversation(key=True),
    text("kind", key=True),
    text("text"),
    big("revision"),
    text("author"),
    big("updated_at"),
    big("account_id"),
    text("to_handle"),
    text("parent"),
)

draft_history = Table(
    "draft_history",
    metadata,
    id_(),
    of_conversation(),
    text("kind"),
    text("text"),
    text("author"),
    big("at"),
    Index("ix_draft_history_conversation", "conversation_id", "id"),
)
"""Texts that lost a race, so that nobody's words are lost."""

attachments = Table(
    "attachments",
    metadata,
    id_(),
    text("token"),
    of_conversation(),
    big("outbox_id"),
    big("place"),
    text("name"),
    text("author"),
    big("at"),
    big("size"),
    big("received"),
    flag("ready"),
    text("mime"),
    big("width"),
    big("height"),
    text("alt"),
    flag("waived"),
    Column("thumb", LargeBinary, nullable=False),
    Column("data", LargeBinary, nullable=False),
    UniqueConstraint("token"),
    Index("ix_attachments_conversation", "conversation_id", "id"),
    Index("ix_attachments_outbox", "outbox_id"),
)
"""Pictures of replies: of the draft while outbox_id is 0."""

attachment_chunks = Table(
    "attachment_chunks",
    metadata,
    big("attachment_id", key=True),
    big("start", key=True),
    Column("data", LargeBinary, nullable=False),
)
"""What has come of a picture that is still on its way from a station."""

flagged_pictures = Table(
    "flagged_pictures", metadata, big("fingerprint", key=True), big("post_id"), big("at"), sqlite_with_rowid=False
)
"""Pictures of flagged posts that somebody looked at: they never go out with a reply of ours."""
