"""A crowded database, made fast: conversations written straight into the tables, for benchmarks. Known by benchmarks;
knows connect and tables.

Rows are spread over accounts, topics, colleagues and statuses by arithmetic, so that every run measures the same. The
indexes are made after the rows, and nothing is flushed: a file that was cut short is thrown away, not mended.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.core.clock import DAY, Millis
from app.core.ids import first_id_at
from app.domain.understanding import Understanding
from app.store import connect, meaning
from app.store.tables import NEVER

PEOPLE_SHARE = 10
"""One person for so many conversations."""

_WORDS = (
    "my train was late again and nobody told us why",
    "the door of coach seven does not open",
    "i was charged twice for one ticket and want my money back",
    "when does the early service begin on monday",
    "thank you for the kind help at the counter today",
    "the app signs me out each time i open it",
    "is there still a place for a bicycle on the night train",
    "no heating since the border and children on board",
)

_ROWS = """
CREATE TEMP TABLE crowd AS
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :count)
SELECT
  i, (i * 2654435761) % 1000003 AS r, :first + 2 * i AS post_id, :first + 2 * i + 1 AS conversation_id,
  :first - 1 - i % :people AS person_id, :now - ((:count - i) * :span) / :count AS at, printf('bench:%08d', i) AS native
FROM n
"""
_SHAPED = """
CREATE TEMP TABLE shaped AS SELECT
  crowd.*, account.value AS account_id, account.network, topic.value AS topic_id,
  CASE WHEN r % 20 < 12 THEN 'open' WHEN r % 20 < 15 THEN 'pending' WHEN r % 20 < 16 THEN 'snoozed'
    ELSE 'resolved' END AS status,
  CASE WHEN (r / 20) % 3 = 0 THEN '' ELSE 'colleague ' || ((r / 60) % 40) END AS assignee,
  CASE WHEN r % 20 < 12 AND (r / 20) % 5 < 3 THEN :now - 600000 + (r * 7919) % :span ELSE :never END AS due_at,
  words.text || ' ' || i AS text
FROM crowd
JOIN accounts_at AS account ON account.place = r % (SELECT count(*) FROM accounts_at)
JOIN topics_at AS topic ON topic.place = (r / 7) % (SELECT count(*) FROM topics_at)
JOIN words_at AS words ON words.place = (r / 11) % 8
"""
_SCOPES = (("desk", "assignee"), ("account", "account_id"), ("network", "network"), ("topic", "topic_id"))
_FILL = (
    "INSERT INTO people SELECT DISTINCT person_id, 'Person ' || (:first - person_id), :now FROM crowd ORDER BY 1",
    """INSERT INTO identities SELECT id, id, 'bench', printf('p%08d', :first - id), 'person' || (:first - id), name,
    (:first - id) % 5000, '' FROM people""",
    """INSERT INTO posts SELECT post_id, network, native, 'mention', account_id, person_id, conversation_id, text, '',
    native, '', 'en', '', 'neutral', 0.0, r % 5000, 'released', '', at, 0, 0, '[' || topic_id || ']', :meaning, '',
    '', 0 FROM shaped ORDER BY i""",
    """INSERT INTO conversations SELECT conversation_id, account_id, network, native, person_id, person_id, status,
    assignee, at, at, due_at, CASE status WHEN 'snoozed' THEN :now + :span ELSE 0 END,
    CASE status WHEN 'resolved' THEN at ELSE 0 END, 0, 0, r % 90, '', r % 2, '', '[' || topic_id || ']', '', post_id,
    at, text, 'en', 'neutral', 0.0, r % 5000, 1 FROM shaped ORDER BY i""",
    # Unsorted: each topic's rows of one status come in the order of their ids already.
    "INSERT INTO conversation_topics SELECT topic_id, status, conversation_id FROM shaped",
    """CREATE TEMP TABLE cells AS SELECT assignee, account_id, network, topic_id, status, count(*) AS many FROM shaped
    GROUP BY assignee, account_id, network, topic_id, status""",
    *(
        f"INSERT INTO tallies SELECT '{scope}', {name}, status, 0, sum(many) FROM cells GROUP BY {name}, status"
        for scope, name in _SCOPES
    ),
    """INSERT INTO tallies SELECT 'due', '', status, due_at / 60000, count(*) FROM shaped
    WHERE status = 'open' AND due_at < :never GROUP BY due_at / 60000""",
    """INSERT INTO tallies SELECT 'resolved', '', status, at / 60000, count(*) FROM shaped
    WHERE status = 'resolved' GROUP BY at / 60000""",
    "INSERT INTO tallies VALUES ('posts', '', '', 0, :count)",
    "INSERT INTO post_words (rowid, words) SELECT post_id, text FROM shaped ORDER BY post_id",
    "UPDATE house SET search_fresh = (SELECT max(post_id) FROM shaped) WHERE id = 1",
)
_HASTE = (
    "PRAGMA synchronous=OFF",
    "PRAGMA journal_mode=MEMORY",
    "PRAGMA cache_size=-400000",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA threads=2",
)


def fill(path: Path, *, count: int, now: Millis, accounts: Sequence[tuple[int, str]], topics: Sequence[int]) -> None:
    """Write `count` conversations of the last day, each with its post, into an empty store that nobody has open.

    `accounts` are (id, network). The file must have its tables already.
    """
    given = {
        "count": count,
        "first": first_id_at(now - DAY),
        "now": now,
        "span": DAY,
        "people": max(1, count // PEOPLE_SHARE),
        "never": NEVER,
        "meaning": meaning.pack(Understanding()),
    }
    engine = connect.writer(connect.parse(path))
    with engine.connect() as pooled:
        database: Any = pooled.connection.driver_connection
        for pragma in _HASTE:
            database.execute(pragma).fetchall()
        made_after = database.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql != ''"
        ).fetchall()
        for name, _sql in made_after:
            database.execute(f'DROP INDEX "{name}"')
        _list(database, "accounts_at", accounts)
        _list(database, "topics_at", [(number, "") for number in topics])
        _words(database)
        database.execute("BEGIN")
        for statement in (_ROWS, _SHAPED, *_FILL):
            database.execute(statement, given)
        for _name, sql in made_after:
            database.execute(sql)
        database.execute("COMMIT")
        database.execute("PRAGMA journal_mode=WAL").fetchall()
        database.execute("ANALYZE")
    engine.dispose()


def _list(database: Any, table: str, rows: Sequence[tuple[int, str]]) -> None:
    database.execute(f"CREATE TEMP TABLE {table} (place INTEGER PRIMARY KEY, value INTEGER, network TEXT)")
    database.executemany(
        f"INSERT INTO {table} VALUES (?, ?, ?)",
        [(place, value, network) for place, (value, network) in enumerate(rows)],
    )


def _words(database: Any) -> None:
    database.execute("CREATE TEMP TABLE words_at (place INTEGER PRIMARY KEY, text TEXT)")
    database.executemany("INSERT INTO words_at VALUES (?, ?)", list(enumerate(_WORDS)))
