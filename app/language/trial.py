"""A query tried out before it is saved: what it would have matched, and what is suspicious about it. Known by services;
knows query and topics."""

from collections.abc import Sequence

from msgspec import Struct

from app.core.i18n import _
from app.domain.topic import Topic
from app.language.fold import fold
from app.language.query import And, Fragment, Language, Network, Node, Not, Or, Phrase, Prefix, Stem, Word, parse_query
from app.language.topics import compile_topics

EXAMPLES = 20
NEARLY_ALL = 0.5
"""Share of the tried posts from which a query counts as matching everything."""
ENOUGH = 200
"""Tried posts from which a share says something."""


class QueryTrial(Struct, frozen=True, kw_only=True):
    """What came of it.

    Attributes:
        tried, matched: posts.
        examples: places of the first matches among the posts given.
        warnings: sentences for people.
    """

    tried: int
    matched: int
    examples: tuple[int, ...]
    warnings: tuple[str, ...]


def try_query(query: str, texts: list[str], languages: list[str], networks: list[str]) -> QueryTrial:
    """Run the query over these posts.

    Raises:
        BadInput: it cannot be read.
    """
    found = compile_topics([Topic(id=1, name="", query=query)]).match(texts, languages, networks)
    places = [at for at, topics in enumerate(found) if topics]
    warnings = query_warnings(query)
    if len(texts) >= ENOUGH and len(places) > NEARLY_ALL * len(texts):
        warnings.append(_("This query matches more than half of all posts; add a word that sets the topic apart."))
    if len(texts) >= ENOUGH and not places:
        warnings.append(_("This query matched none of the posts it was tried on; check its spelling."))
    return QueryTrial(
        tried=len(texts), matched=len(places), examples=tuple(places[:EXAMPLES]), warnings=tuple(warnings)
    )


def query_warnings(query: str) -> list[str]:
    """What can be said of a query without trying it.

    Raises:
        BadInput: it cannot be read.
    """
    node = parse_query(query)
    warnings = []
    if not _asks_for_words(node):
        warnings.append(_("This query can match posts that hold none of its words; add a word that must be there."))
    if _is_impossible(node):
        warnings.append(_("This query can match nothing: it asks for something and excludes it."))
    return warnings


def _asks_for_words(node: Node) -> bool:
    """Whether every match holds at least one of the query's words."""
    match node:
        case And(parts):
            return any(_asks_for_words(part) for part in parts)
        case Or(parts):
            return all(_asks_for_words(part) for part in parts)
        case Not() | Language() | Network():
            return False
        case _:
            return True


def _is_impossible(node: Node) -> bool:
    """Whether no post can match, seen from the form alone."""
    match node:
        case And(parts):
            return any(_is_impossible(part) for part in parts) or _contradicts(parts)
        case Or(parts):
            return all(_is_impossible(part) for part in parts)
        case _:
            return False


def _contradicts(parts: Sequence[Node]) -> bool:
    wanted = {part for part in parts if isinstance(part, Word | Prefix | Stem | Phrase | Fragment | Language | Network)}
    barred = {part.part for part in parts if isinstance(part, Not)}
    barred |= {Word(fold(part.text)) for part in barred if isinstance(part, Stem)}  # a word is a form of itself
    languages = [part for part in wanted if isinstance(part, Language)]
    networks = [part for part in wanted if isinstance(part, Network)]
    return bool(wanted & barred) or len(languages) > 1 or len(networks) > 1
