"""A topic's query as a small tree: reading it, and saying in words what is wrong with it. Known by topics and
query_test; knows fold and core.

Grammar (operators in capitals, NOT before AND before OR, words side by side mean AND)::

    either  = both ("OR" both)*
    both    = one (["AND"] one)*
    one     = ("NOT" | "-") one | "(" either ")" | term
    term    = word | ~word | "a phrase" | prefix* | @handle | #tag | lang:de | network:bluesky

`~word` is the word with its inflections, in the language of the post.
"""

import re
from collections.abc import Callable

from msgspec import Struct

from app.core.errors import BadInput
from app.core.i18n import _
from app.language.fold import WORD_CHARACTER, fold, is_unspaced
from app.language.stems import written

MAX_LENGTH = 8000
MAX_DEPTH = 60
MIN_PREFIX = 2

WORDS = re.compile(f"{WORD_CHARACTER}+")
_PIECE = re.compile(r'\s*(?:(?P<mark>[()])|(?P<minus>-)(?=[^\s)])|"(?P<phrase>[^"]*)(?P<end>"?)|(?P<word>[^\s()"]+))')
_FIELD = re.compile(r"(lang|language|network):(.*)", re.IGNORECASE | re.DOTALL)


class Word(Struct, frozen=True):
    """A whole word, or with its sign a whole @handle or #tag; folded."""

    text: str


class Prefix(Struct, frozen=True):
    """Any word (@handle, #tag) that begins like this; folded."""

    text: str


class Stem(Struct, frozen=True):
    """A word and its inflections; in small letters, accents kept, for stemmers read them."""

    text: str


class Phrase(Struct, frozen=True):
    """Words in this order with nothing but punctuation between them; folded."""

    words: tuple[str, ...]


class Fragment(Struct, frozen=True):
    """Characters anywhere: scripts without spaces, and emoji; folded."""

    text: str


class Language(Struct, frozen=True):
    code: str


class Network(Struct, frozen=True):
    id: str


class Not(Struct, frozen=True):
    part: "Node"


class And(Struct, frozen=True):
    parts: "tuple[Node, ...]"


class Or(Struct, frozen=True):
    parts: "tuple[Node, ...]"


Node = Word | Prefix | Stem | Phrase | Fragment | Language | Network | Not | And | Or


class _Piece(Struct, frozen=True):
    """A token of the query: kind is "(", ")", "-", "phrase" or "word"; position counts from 1."""

    kind: str
    text: str
    position: int


def parse_query(text: str) -> Node:
    """The query's tree.

    Raises:
        BadInput: the query cannot be read; message and hint say where and what to do.
    """
    if len(text) > MAX_LENGTH:
        raise BadInput(_("The query is longer than {limit} characters.").format(limit=MAX_LENGTH))
    pieces = _split(text)
    if not pieces:
        raise BadInput(_("The query is empty."), hint=_("Write at least one word to look for."))
    return _Reader(pieces, len(text)).read()


def check_query(text: str) -> None:
    """Raise `BadInput`, with position and words, if the query cannot be read."""
    parse_query(text)


def _split(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    for found in _PIECE.finditer(text):
        kind = found.lastgroup or ""
        if kind == "end":
            pieces.append(_phrase_piece(found))
        elif kind:
            value = found[kind]
            pieces.append(_Piece(value if kind in ("mark", "minus") else kind, value, found.start(kind) + 1))
    return pieces


def _phrase_piece(found: re.Match[str]) -> _Piece:
    position = found.start("phrase")
    if not found["end"]:
        raise BadInput(
            _("At character {position}: the quotation mark is never closed.").format(position=position),
            hint=_('Add a " where the phrase ends.'),
        )
    return _Piece("phrase", found["phrase"], position)


class _Reader:
    """Recursive descent over the pieces."""

    def __init__(self, pieces: list[_Piece], length: int) -> None:
        self._pieces = pieces
        self._at = 0
        self._depth = 0
        self._end = length + 1

    def read(self) -> Node:
        node = self._either()
        if (rest := self._peek()) is not None:
            raise BadInput(
                _("At character {position}: this closing parenthesis was never opened.").format(position=rest.position),
                hint=_("Remove it, or add an opening one before."),
            )
        return node

    def _peek(self) -> _Piece | None:
        return self._pieces[self._at] if self._at < len(self._pieces) else None

    def _is_operator(self, word: str) -> bool:
        piece = self._peek()
        return piece is not None and piece.kind == "word" and piece.text == word

    def _either(self) -> Node:
        parts = [self._both()]
        while self._is_operator("OR"):
            self._at += 1
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _both(self) -> Node:
        parts = [self._one()]
        while (piece := self._peek()) is not None and piece.kind != ")" and not self._is_operator("OR"):
            if self._is_operator("AND"):
                self._at += 1
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _one(self) -> Node:
        piece = self._peek()
        if piece is None or piece.kind == ")" or (piece.kind == "word" and piece.text in ("AND", "OR")):
            raise self._missing(piece)
        self._at += 1
        if piece.kind == "-" or (piece.kind == "word" and piece.text == "NOT"):
            return Not(self._deeper(piece, self._one))
        if piece.kind == "(":
            return self._deeper(piece, lambda: self._group(piece))
        return _term(piece)

    def _deeper(self, piece: _Piece, read: Callable[[], Node]) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise BadInput(
                _("At character {position}: the query is nested too deeply.").format(position=piece.position),
                hint=_("Use fewer parentheses."),
            )
        node = read()
        self._depth -= 1
        return node

    def _group(self, opening: _Piece) -> Node:
        node = self._either()
        if self._peek() is None:
            raise BadInput(
                _("At character {position}: this parenthesis is never closed.").format(position=opening.position),
                hint=_("Add a ) where the group ends."),
            )
        self._at += 1
        return node

    def _missing(self, piece: _Piece | None) -> BadInput:
        position = self._end if piece is None else piece.position
        return BadInput(
            _("At character {position}: a word to look for is missing here.").format(position=position),
            hint=_(
                "AND and OR stand between two words, NOT before one; write them small or in quotes to look for them."
            ),
        )


def _term(piece: _Piece) -> Node:
    if piece.kind == "word" and (field := _FIELD.fullmatch(piece.text)) is not None:
        return _field(piece, field[1].lower(), field[2])
    if piece.kind == "word" and piece.text[0] == "~":
        return _stem(piece)
    if piece.kind == "word" and piece.text.endswith("*"):
        return _prefix(piece)
    if piece.kind == "word" and piece.text[0] in "@#" and len(piece.text) > 1:
        return Word(_signed(piece, piece.text))
    return _plain(piece)


def _field(piece: _Piece, name: str, value: str) -> Node:
    if not re.fullmatch(r"[\w-]+", value):
        raise BadInput(
            _("At character {position}: after {name}: one word is needed.").format(position=piece.position, name=name),
            hint=_("Write it without a space, such as lang:de or network:bluesky."),
        )
    return Network(value.lower()) if name == "network" else Language(value.lower())


def _prefix(piece: _Piece) -> Node:
    text = _signed(piece, piece.text[:-1]) if piece.text[0] in "@#" else fold(piece.text[:-1])
    if is_unspaced(text):
        return Fragment(text)
    if len(WORDS.findall(text)) != 1 or len(text.lstrip("@#")) < MIN_PREFIX:
        raise BadInput(
            _("At character {position}: before * at least {least} letters of one word are needed.").format(
                position=piece.position, least=MIN_PREFIX
            )
        )
    return Prefix(text)


def _stem(piece: _Piece) -> Node:
    text = written(piece.text[1:])
    if is_unspaced(text):
        return Fragment(fold(text))
    words = WORDS.findall(text)
    if len(words) != 1 or text[0] in "@#" or text.endswith("*"):
        raise BadInput(
            _("At character {position}: ~ stands right before one word.").format(position=piece.position),
            hint=_("~parcel finds parcel and parcels; phrases, prefixes*, @handles and #tags are found as written."),
        )
    return Stem(words[0])


def _signed(piece: _Piece, text: str) -> str:
    body = fold(text).lstrip("@#").rstrip(".-:,;!?")
    if not WORDS.match(body):
        raise BadInput(
            _("At character {position}: after {sign} a name is needed.").format(position=piece.position, sign=text[0])
        )
    return text[0] + body


def _plain(piece: _Piece) -> Node:
    text = fold(piece.text).strip()
    if is_unspaced(text):
        return Fragment(text)
    words = tuple(WORDS.findall(text))
    if not words and text and not text.isascii():
        return Fragment(text)
    if not words:
        raise BadInput(
            _("At character {position}: there is no word in {text}.").format(
                position=piece.position, text=repr(piece.text)
            ),
            hint=_("Look for words, numbers or emoji; punctuation alone cannot be found."),
        )
    return Word(words[0]) if len(words) == 1 else Phrase(words)
