"""Which language an account usually hears, for posts too short to tell theirs. Known by listening; knows nothing.

A post's own word comes first: many networks let people say what they write in.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

LEAST_HEARD = 50
"""Posts of told languages before any language is usual."""
USUAL_SHARE = 0.7
MOST_HEARD = 5000
"""Above so many all counts are halved: what was usual last year is forgotten."""


class UsualLanguages:
    """Counts per account; used by one thread at a time, kept in memory only."""

    def __init__(self) -> None:
        self._heard: defaultdict[int, Counter[str]] = defaultdict(Counter)

    def hear(self, account_id: int, languages: Iterable[str]) -> None:
        """Count what was told of some posts; `und` is no language."""
        counts = self._heard[account_id]
        counts.update(language for language in languages if language != "und")
        if counts.total() > MOST_HEARD:
            self._heard[account_id] = Counter({language: count // 2 for language, count in counts.items() if count > 1})

    def expected(self, account_id: int, declared: str) -> str:
        """The language that a post is likely in before it is read; empty where nothing speaks for one."""
        return declared or self._usual(account_id)

    def _usual(self, account_id: int) -> str:
        counts = self._heard[account_id]
        if counts.total() < LEAST_HEARD:
            return ""
        [(language, count)] = counts.most_common(1)
        return language if count >= USUAL_SHARE * counts.total() else ""
