"""All topics tried on a post in one pass. Known by services and hub; knows query, stems and fold.

From each query a few terms are taken of which at least one must stand in a matching post. They form one index from
term to topics; a post's words pick the few candidates from it, and only those are evaluated.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence

from msgspec import Struct

from app.domain.topic import Topic, TopicMatcher
from app.language.fold import WORD_CHARACTER, fold
from app.language.query import (
    WORDS,
    And,
    Fragment,
    Language,
    Network,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Stem,
    Word,
    parse_query,
)
from app.language.stems import stems_of, tongues, written

_SIGNED = re.compile(rf"(?<!{WORD_CHARACTER})[@#]{WORD_CHARACTER}(?:[.@-]*{WORD_CHARACTER})*")

MOST_TERMS_KEPT = 50_000
"""Terms whose prefixes are remembered, before all are forgotten: 5 MB. Most are names and links, never seen again."""

Anchor = Word | Prefix | Stem | Fragment


class Document:
    """A post as queries see it.

    Attributes:
        text: folded.
        words: folded words in order.
        terms: words, @handles (with and without their server) and #tags.
        starts: which of the prefixes `asked` for a term begins with; None where nobody has found out.
    """

    __slots__ = ("_inflected", "_raw", "asked", "language", "line", "network", "starts", "terms", "text", "words")

    def __init__(self, text: str, language: str, network: str) -> None:
        self.text = fold(text)
        self.words = WORDS.findall(self.text)
        self.terms = set(self.words)
        self.language = language.partition("-")[0].lower()
        self.network = network
        self.line: str | None = None
        self.starts: set[str] | None = None
        self.asked: Collection[str] = ()
        self._raw = text
        self._inflected: dict[str, frozenset[str]] | None = None
        if "@" in self.text or "#" in self.text:
            self._add_signed()

    def _add_signed(self) -> None:
        for found in _SIGNED.findall(self.text):
            name = WORDS.findall(found)[0]
            self.terms.add(found[0] + name)
            self.terms.add(found)

    def has_phrase(self, phrase: str) -> bool:
        """Whether the words stand side by side; `phrase` begins and ends with a space."""
        if self.line is None:
            self.line = f" {' '.join(self.words)} "
        return phrase in self.line

    def begins(self, prefix: str) -> bool:
        """Whether a term begins so; looked up where a matcher has found out for all its prefixes at once."""
        if self.starts is not None and prefix in self.asked:
            return prefix in self.starts
        return any(term.startswith(prefix) for term in self.terms)

    @property
    def inflected(self) -> dict[str, frozenset[str]]:
        """The stems of the words, by the languages they may be of."""
        if self._inflected is None:
            words = self.words if self._raw.isascii() else WORDS.findall(written(self._raw))
            self._inflected = {tongue: frozenset(map(stems_of(tongue).of, words)) for tongue in tongues(self.language)}
        return self._inflected

    def inflects(self, word: str) -> bool:
        """Whether a form of the word stands in the text."""
        return any(stems_of(tongue).of(word) in stems for tongue, stems in self.inflected.items())


Test = Callable[[Document], bool]


class CompiledTopic(Struct, frozen=True):
    """One topic, ready: `anchors` is None where any post may match."""

    id: int
    test: Test
    anchors: frozenset[Anchor] | None


class Matcher:
    """Compiled queries (`TopicMatcher`)."""

    def __init__(self, topics: Sequence[CompiledTopic]) -> None:
        self._words: defaultdict[str, list[CompiledTopic]] = defaultdict(list)
        self._prefixes: defaultdict[str, list[CompiledTopic]] = defaultdict(list)
        self._fragments: defaultdict[str, list[CompiledTopic]] = defaultdict(list)
        self._inflected: defaultdict[str, list[CompiledTopic]] = defaultdict(list)
        self._stems: dict[str, dict[str, list[CompiledTopic]]] = {}
        self._always = [topic for topic in topics if topic.anchors is None]
        for topic in topics:
            for anchor in topic.anchors or ():
                self._table(anchor)[anchor.text].append(topic)
        self._prefix_lengths = sorted({len(prefix) for prefix in self._prefixes})
        self._starts_of: dict[str, tuple[str, ...]] = {}
        self._first_letters = {fragment[0] for fragment in self._fragments}

    def _table(self, anchor: Anchor) -> defaultdict[str, list[CompiledTopic]]:
        match anchor:
            case Word():
                return self._words
            case Prefix():
                return self._prefixes
            case Stem():
                return self._inflected
            case Fragment():
                return self._fragments

    def match(self, texts: list[str], languages: list[str], networks: list[str]) -> list[tuple[int, ...]]:
        """For each text the ids of the topics it belongs to, ascending."""
        return [
            self._match_one(Document(text, language, network))
            for text, language, network in zip(texts, languages, networks, strict=True)
        ]

    def _match_one(self, document: Document) -> tuple[int, ...]:
        candidates = list(self._always)
        for word in self._words.keys() & document.terms:
            candidates += self._words[word]
        if self._prefix_lengths:
            self._add_prefixed(document, candidates)
        if self._first_letters and not self._first_letters.isdisjoint(document.text):
            self._add_fragments(document, candidates)
        if self._inflected:
            self._add_inflected(document, candidates)
        if not candidates:
            return ()
        return tuple(sorted({topic.id for topic in candidates if topic.test(document)}))

    def _add_prefixed(self, document: Document, candidates: list[CompiledTopic]) -> None:
        if len(self._starts_of) > MOST_TERMS_KEPT:
            self._starts_of.clear()
        starts = document.starts = set()
        document.asked = self._prefixes.keys()
        for term in document.terms:
            found = self._starts_of.get(term)
            if found is None:
                cuts = {term[:length] for length in self._prefix_lengths}
                found = self._starts_of[term] = tuple(self._prefixes.keys() & cuts)
            starts.update(found)
        for prefix in starts:
            candidates += self._prefixes[prefix]

    def _add_inflected(self, document: Document, candidates: list[CompiledTopic]) -> None:
        for tongue, stems in document.inflected.items():
            topics = self._stems.get(tongue)
            if topics is None:
                topics = self._stems[tongue] = self._topics_by_stem(tongue)
            for stem in topics.keys() & stems:
                candidates += topics[stem]

    def _topics_by_stem(self, tongue: str) -> dict[str, list[CompiledTopic]]:
        found: defaultdict[str, list[CompiledTopic]] = defaultdict(list)
        for word, topics in self._inflected.items():
            found[stems_of(tongue).of(word)] += topics
        return dict(found)

    def _add_fragments(self, document: Document, candidates: list[CompiledTopic]) -> None:
        for fragment, topics in self._fragments.items():
            if fragment in document.text:
                candidates += topics


def compile_topics(topics: Sequence[Topic]) -> TopicMatcher:
    """One matcher for all topics.

    Raises:
        BadInput: a query cannot be read.
    """
    return Matcher([_compile(topic) for topic in topics])


def _compile(topic: Topic) -> CompiledTopic:
    node = parse_query(topic.query)
    return CompiledTopic(topic.id, compile_node(node), anchors(node))


def anchors(node: Node) -> frozenset[Anchor] | None:
    """Terms of which at least one stands in every matching post; None where there are none such."""
    match node:
        case Word() | Prefix() | Stem() | Fragment():
            return frozenset((node,))
        case Phrase(words):
            return frozenset((Word(max(words, key=len)),))
        case And(parts):
            found = [anchor for part in parts if (anchor := anchors(part)) is not None]
            return min(found, key=_breadth) if found else None
        case Or(parts):
            return _all_of([anchors(part) for part in parts])
        case _:
            return None


def _breadth(terms: frozenset[Anchor]) -> float:
    """A guess at how many posts hold one of the terms: short words are common."""
    return sum(1.0 / len(term.text) ** 2 for term in terms)


def _all_of(parts: list[frozenset[Anchor] | None]) -> frozenset[Anchor] | None:
    known = [part for part in parts if part is not None]
    return frozenset().union(*known) if len(known) == len(parts) else None


def compile_node(node: Node) -> Test:
    """The tree as a test of one document."""
    match node:
        case Word(text):
            return lambda document: text in document.terms
        case Prefix(text):
            return lambda document: document.begins(text)
        case Stem(text):
            return lambda document: document.inflects(text)
        case Phrase(words):
            phrase = f" {' '.join(words)} "
            return lambda document: document.has_phrase(phrase)
        case Fragment(text):
            return lambda document: text in document.text
        case Language(code):
            return lambda document: document.language == code
        case Network(network):
            return lambda document: document.network == network
        case Not(part):
            inner = compile_node(part)
            return lambda document: not inner(document)
        case And(parts):
            tests = [compile_node(part) for part in parts]
            return lambda document: all(test(document) for test in tests)
        case Or(parts):
            plain = frozenset(part.text for part in parts if isinstance(part, Word))
            others = [compile_node(part) for part in parts if not isinstance(part, Word)]
            return lambda document: not plain.isdisjoint(document.terms) or any(test(document) for test in others)
