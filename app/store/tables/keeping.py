"""What the house itself keeps: its sequence, accounts, topics, tokens, screens, audit. Known by the room of tables;
knows columns."""

from sqlalchemy import Column, Index, LargeBinary, Table, UniqueConstraint

from app.store.tables.columns import big, flag, id_, metadata, text

house = Table("house", metadata, id_(), big("sequence"), big("search_fresh"))
"""One row, id 1: the last published sequence, and the newest post in the search index."""

accounts = Table(
    "accounts",
    metadata,
    id_(),
    text("network"),
    text("handle"),
    text("brand"),
    text("monogram"),
    big("hue"),
    text("options"),
    flag("protected"),
    flag("enabled"),
    big("undo_seconds"),
    big("first_reply_minutes"),
)

topics = Table(
    "topics",
    metadata,
    id_(),
    text("name"),
    text("query"),
    text("kind"),
    text("line_of_business"),
    text("region"),
    flag("on_wall"),
)

tokens = Table(
    "tokens",
    metadata,
    id_(),
    text("hash"),
    text("name"),
    text("role"),
    big("minted_at"),
    big("revoked_at"),
    UniqueConstraint("hash"),
)

audit = Table(
    "audit",
    metadata,
    id_(),
    big("at"),
    text("who"),
    text("role"),
    text("station"),
    text("verb"),
    text("subject"),
    text("before"),
    text("after"),
    Index("ix_audit_subject", "subject", "at"),
)

blobs = Table("blobs", metadata, text("name", key=True), Column("value", LargeBinary, nullable=False), big("at"))

screens = Table(
    "screens",
    metadata,
    text("station", key=True),
    text("name"),
    text("room"),
    big("enrolled_at"),
    text("enrolled_by"),
)

pairings = Table(
    "pairings",
    metadata,
    text("code_hash", key=True),
    text("token_hash"),
    text("station"),
    text("address"),
    big("asked_at"),
)
"""Screens that wait to be let in; only hashes, for ten minutes."""
