"""Every table of the store, as the newest migration leaves it. Known by the files of this room only; knows nothing
else of it.

Conventions: ids are 63-bit integers made by `IdMaker`, never by the database; moments are whole milliseconds UTC;
flags are 0 or 1, small lists are JSON, nothing is NULL (0 or an empty text means "none"). `posts` has few indexes and
no foreign keys on purpose: it takes thousands of rows a second, and only `ingest` and `retention` write it. Native ids
come before networks in an index: PostgreSQL without fresh statistics would otherwise read a whole network.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

NEVER = 1 << 62
"""`due_at` of a conversation that awaits nothing: sorts behind every real moment."""

LOUD = 10_000
"""A post that reached this many people is kept in a small index of its own."""

Big = BigInteger().with_variant(Integer(), "sqlite")

metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s"}
)


def _id() -> Column[int]:
    return Column("id", Big, primary_key=True, autoincrement=False)


def _big(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, Big, primary_key=key, nullable=False, autoincrement=False)


def _text(name: str, *, key: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=False)


def _flag(name: str) -> Column[int]:
    return Column(name, SmallInteger, nullable=False)


house = Table("house", metadata, _id(), _big("sequence"), _big("search_fresh"))
"""One row, id 1: the last published sequence, and the newest post in the search index."""

people = Table("people", metadata, _id(), _text("name"), _big("first_seen"))

identities = Table(
    "identities",
    metadata,
    _id(),
    Column("person_id", Big, ForeignKey("people.id"), nullable=False, index=True),
    _text("network"),
    _text("native_id"),
    _text("handle"),
    _text("name"),
    _big("followers"),
    _text("avatar_url"),
    UniqueConstraint("native_id", "network"),
)

posts = Table(
    "posts",
    metadata,
    _id(),
    _text("network"),
    _text("native_id"),
    _text("kind"),
    _big("account_id"),
    _big("identity_id"),
    _big("conversation_id"),
    _text("text"),
    _text("url"),
    _text("thread"),
    _text("parent"),
    _text("language"),
    _text("region"),
    _text("sentiment"),
    Column("score", Float, nullable=False),
    _big("reach"),
    _text("public"),
    _text("moderated_by"),
    _big("created_at"),
    _big("edited_at"),
    _flag("gone"),
    _text("topics"),
    _text("meaning"),
    _text("media"),
    _text("labels"),
    _flag("accepted"),
    UniqueConstraint("native_id", "network"),
    Index("ix_posts_public", "public", "id"),
    Index("ix_posts_identity", "identity_id", "created_at"),
)
Index(
    "ix_posts_conversation",
    posts.c.conversation_id,
    posts.c.created_at,
    posts.c.id,
    sqlite_where=posts.c.conversation_id > 0,
    postgresql_where=posts.c.conversation_id > 0,
)
Index("ix_posts_loud", posts.c.id, sqlite_where=posts.c.reach >= LOUD, postgresql_where=posts.c.reach >= LOUD)

post_topics = Table(
    "post_topics", metadata, _big("topic_id", key=True), _big("post_id", key=True), sqlite_with_rowid=False
)

rollups = Table(
    "rollups",
    metadata,
    _big("minute", key=True),
    _big("topic", key=True),
    _text("network", key=True),
    _text("language", key=True),
    _text("region", key=True),
    _text("sentiment", key=True),
    _big("posts"),
    _big("reach"),
    _big("score_milli"),
    _big("unsafe"),
    _big("authors"),
    sqlite_with_rowid=False,
)

conversations = Table(
    "conversations",
    metadata,
    _id(),
    _big("account_id"),
    _text("network"),
    _text("root"),
    _big("person_id"),
    _big("identity_id"),
    _text("status"),
    _text("assignee"),
    _big("opened_at"),
    _big("last_at"),
    _big("due_at"),
    _big("snoozed_until"),
    _big("resolved_at"),
    _big("answered_at"),
    _big("first_answered_at"),
    _big("priority"),
    _text("reasons"),
    _flag("unread"),
    _text("labels"),
    _text("topics"),
    _text("outbox"),
    _big("post_id"),
    _big("post_at"),
    _text("text"),
    _text("language"),
    _text("sentiment"),
    Column("score", Float, nullable=False),
    _big("reach"),
    _big("revision"),
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


def _of_conversation(*, key: bool = False) -> Column[int]:
    return Column(
        "conversation_id", Big, ForeignKey("conversations.id"), primary_key=key, nullable=False, autoincrement=False
    )


conversation_topics = Table(
    "conversation_topics",
    metadata,
    _big("topic_id", key=True),
    _text("status", key=True),
    _of_conversation(key=True),
    Index("ix_conversation_topics_conversation", "conversation_id"),
    sqlite_with_rowid=False,
)

context_posts = Table(
    "context_posts",
    metadata,
    _of_conversation(key=True),
    _big("post_id", key=True),
    Index("ix_context_posts_post_id", "post_id"),
    sqlite_with_rowid=False,
)
"""Posts of others that a conversation shows so that its thread can be read."""

routes = Table(
    "routes",
    metadata,
    _big("account_id", key=True),
    _text("root", key=True),
    _big("person_id", key=True),
    _of_conversation(),
    Index("ix_routes_conversation", "conversation_id"),
    sqlite_with_rowid=False,
)
"""Where later posts of a thread go when that is not the conversation it opened: it was merged, or split."""

redirects = Table(
    "redirects", metadata, _id(), _of_conversation(), Index("ix_redirects_conversation", "conversation_id")
)
"""Conversations that are part of another one now, by the id they had."""

regroupings = Table(
    "regroupings",
    metadata,
    _id(),
    _text("kind"),
    _big("at"),
    _text("by"),
    _big("kept"),
    _big("other"),
    _text("memory"),
    _big("undone_at"),
    Index("ix_regroupings_at", "at"),
)
"""Merges and splits with what it takes to undo them; `memory` is JSON."""

tallies = Table(
    "tallies",
    metadata,
    _text("scope", key=True),
    _text("name", key=True),
    _text("status", key=True),
    _big("slot", key=True),
    _big("count"),
    sqlite_with_rowid=False,
)
"""Maintained numbers, so that no screen ever counts rows; see `tallies.py`."""

notes = Table(
    "notes",
    metadata,
    _id(),
    _of_conversation(),
    _big("at"),
    _text("by"),
    _text("text"),
    Index("ix_notes_conversation", "conversation_id", "at"),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    _text("token"),
    _of_conversation(),
    _big("account_id"),
    _text("network"),
    _text("handle"),
    _text("to_handle"),
    _text("text"),
    _text("state"),
    _text("author"),
    _big("created_at"),
    _big("not_before"),
    _text("parent"),
    _text("thread"),
    _text("key"),
    _big("attempts"),
    _big("sent_at"),
    _text("native_id"),
    _text("url"),
    _text("error"),
    _big("next_look"),
    _big("moved_at"),
    _big("chain"),
    _big("part"),
    _big("parts"),
    _big("pictures"),
    UniqueConstraint("token"),
    Index("ix_outbox_state", "state", "not_before", "id"),
    Index("ix_outbox_conversation", "conversation_id", "id"),
    Index("ix_outbox_moved", "moved_at"),
)

drafts = Table(
    "drafts",
    metadata,
    _of_conversation(key=True),
    _text("kind", key=True),
    _text("text"),
    _big("revision"),
    _text("author"),
    _big("updated_at"),
    _big("account_id"),
    _text("to_handle"),
    _text("parent"),
)

draft_history = Table(
    "draft_history",
    metadata,
    _id(),
    _of_conversation(),
    _text("kind"),
    _text("text"),
    _text("author"),
    _big("at"),
    Index("ix_draft_history_conversation", "conversation_id", "id"),
)
"""Texts that lost a race, so that nobody's words are lost."""

attachments = Table(
    "attachments",
    metadata,
    _id(),
    _text("token"),
    _of_conversation(),
    _big("outbox_id"),
    _big("place"),
    _text("name"),
    _text("author"),
    _big("at"),
    _big("size"),
    _big("received"),
    _flag("ready"),
    _text("mime"),
    _big("width"),
    _big("height"),
    _text("alt"),
    _flag("waived"),
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
    _big("attachment_id", key=True),
    _big("start", key=True),
    Column("data", LargeBinary, nullable=False),
)
"""What has come of a picture that is still on its way from a station."""

flagged_pictures = Table(
    "flagged_pictures", metadata, _big("fingerprint", key=True), _big("post_id"), _big("at"), sqlite_with_rowid=False
)
"""Pictures of flagged posts that somebody looked at: they never go out with a reply of ours."""

accounts = Table(
    "accounts",
    metadata,
    _id(),
    _text("network"),
    _text("handle"),
    _text("brand"),
    _text("monogram"),
    _big("hue"),
    _text("options"),
    _flag("protected"),
    _flag("enabled"),
    _big("undo_seconds"),
    _big("first_reply_minutes"),
)

topics = Table(
    "topics",
    metadata,
    _id(),
    _text("name"),
    _text("query"),
    _text("kind"),
    _text("line_of_business"),
    _text("region"),
    _flag("on_wall"),
)

tokens = Table(
    "tokens",
    metadata,
    _id(),
    _text("hash"),
    _text("name"),
    _text("role"),
    _big("minted_at"),
    _big("revoked_at"),
    UniqueConstraint("hash"),
)

audit = Table(
    "audit",
    metadata,
    _id(),
    _big("at"),
    _text("who"),
    _text("role"),
    _text("station"),
    _text("verb"),
    _text("subject"),
    _text("before"),
    _text("after"),
    Index("ix_audit_subject", "subject", "at"),
)

corrections = Table(
    "corrections",
    metadata,
    _id(),
    _big("post_id"),
    _big("at"),
    _text("who"),
    _text("before"),
    _text("after"),
    _text("model"),
    Index("ix_corrections_post", "post_id"),
)

alarms = Table(
    "alarms",
    metadata,
    _id(),
    _big("topic"),
    _text("region"),
    _text("network"),
    _big("began"),
    _big("closed"),
    _big("level"),
    _big("peak"),
    _text("reasons"),
    _text("signals"),
    _text("judged"),
    _text("judged_by"),
    _text("why"),
    _big("trouble_at"),
    Index("ix_alarms_began", "began"),
)

cursors = Table(
    "cursors",
    metadata,
    _big("account_id", key=True),
    _text("lane", key=True),
    _text("value"),
    _big("at"),
)

blobs = Table("blobs", metadata, _text("name", key=True), Column("value", LargeBinary, nullable=False), _big("at"))

search_queue = Table("search_queue", metadata, _big("post_id", key=True), _text("old_text"))
"""Posts whose words in the search index are stale, with the text they were indexed under."""

screens = Table(
    "screens",
    metadata,
    _text("station", key=True),
    _text("name"),
    _text("room"),
    _big("enrolled_at"),
    _text("enrolled_by"),
)

pairings = Table(
    "pairings",
    metadata,
    _text("code_hash", key=True),
    _text("token_hash"),
    _text("station"),
    _text("address"),
    _big("asked_at"),
)
"""Screens that wait to be let in; only hashes, for ten minutes."""

hours = Table(
    "hours",
    metadata,
    _big("topic", key=True),
    _big("hour", key=True),
    _big("posts"),
    _big("negative"),
    _big("reach"),
    sqlite_with_rowid=False,
)
"""The rollups of finished hours, summed up by topic; `hour` counts from the epoch."""

holes = Table(
    "holes",
    metadata,
    _text("network", key=True),
    _big("first", key=True),
    _big("last"),
    sqlite_with_rowid=False,
)
"""Minutes in which a network was not listened to; an empty network means none was."""
