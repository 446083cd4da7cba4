"""What was heard: people, posts, their topics, counts and search. Known by the room of tables; knows columns."""

from sqlalchemy import Column, Float, ForeignKey, Index, Table, UniqueConstraint

from app.store.tables.columns import LOUD, Big, big, flag, id_, metadata, text

people = Table("people", metadata, id_(), text("name"), big("first_seen"))

identities = Table(
    "identities",
    metadata,
    id_(),
    Column("person_id", Big, ForeignKey("people.id"), nullable=False, index=True),
    text("network"),
    text("native_id"),
    text("handle"),
    text("name"),
    big("followers"),
    text("avatar_url"),
    UniqueConstraint("native_id", "network"),
)

posts = Table(
    "posts",
    metadata,
    id_(),
    text("network"),
    text("native_id"),
    text("kind"),
    big("account_id"),
    big("identity_id"),
    big("conversation_id"),
    text("text"),
    text("url"),
    text("thread"),
    text("parent"),
    text("language"),
    text("region"),
    text("sentiment"),
    Column("score", Float, nullable=False),
    big("reach"),
    text("public"),
    text("moderated_by"),
    big("created_at"),
    big("edited_at"),
    flag("gone"),
    text("topics"),
    text("meaning"),
    text("media"),
    text("labels"),
    flag("accepted"),
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
    "post_topics", metadata, big("topic_id", key=True), big("post_id", key=True), sqlite_with_rowid=False
)

search_queue = Table("search_queue", metadata, big("post_id", key=True), text("old_text"))
"""Posts whose words in the search index are stale, with the text they were indexed under."""

rollups = Table(
    "rollups",
    metadata,
    big("minute", key=True),
    big("topic", key=True),
    text("network", key=True),
    text("language", key=True),
    text("region", key=True),
    text("sentiment", key=True),
    big("posts"),
    big("reach"),
    big("score_milli"),
    big("unsafe"),
    big("authors"),
    sqlite_with_rowid=False,
)

hours = Table(
    "hours",
    metadata,
    big("topic", key=True),
    big("hour", key=True),
    big("posts"),
    big("negative"),
    big("reach"),
    sqlite_with_rowid=False,
)
"""The rollups of finished hours, summed up by topic; `hour` counts from the epoch."""

holes = Table(
    "holes",
    metadata,
    text("network", key=True),
    big("first", key=True),
    big("last"),
    sqlite_with_rowid=False,
)
"""Minutes in which a network was not listened to; an empty network means none was."""

corrections = Table(
    "corrections",
    metadata,
    id_(),
    big("post_id"),
    big("at"),
    text("who"),
    text("before"),
    text("after"),
    text("model"),
    Index("ix_corrections_post", "post_id"),
)

alarms = Table(
    "alarms",
    metadata,
    id_(),
    big("topic"),
    text("region"),
    text("network"),
    big("began"),
    big("closed"),
    big("level"),
    big("peak"),
    text("reasons"),
    text("signals"),
    text("judged"),
    text("judged_by"),
    text("why"),
    big("trouble_at"),
    Index("ix_alarms_began", "began"),
)

cursors = Table(
    "cursors",
    metadata,
    big("account_id", key=True),
    text("lane", key=True),
    text("value"),
    big("at"),
)
