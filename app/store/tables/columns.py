"""The kinds of columns every table is made of. Known by the tables; knows SQLAlchemy."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData, SmallInteger, Text

NEVER = 1 << 62
"""`due_at` of a conversation that awaits nothing: sorts behind every real moment."""

LOUD = 10_000
"""A post that reached this many people is kept in a small index of its own."""

Big = BigInteger().with_variant(Integer(), "sqlite")

metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s"}
)


def id_() -> Column[int]:
    return Column("id", Big, primary_key=True, autoincrement=False)


def big(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, Big, primary_key=key, nullable=False, autoincrement=False)


def text(name: str, *, key: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=False)


def flag(name: str) -> Column[int]:
    return Column(name, SmallInteger, nullable=False)


def of_conversation(*, key: bool = False) -> Column[int]:
    return Column(
        "conversation_id", Big, ForeignKey("conversations.id"), primary_key=key, nullable=False, autoincrement=False
    )
