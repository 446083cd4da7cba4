"""A person's word against the model's. Known by store, services and commands; knows the field's words."""

from msgspec import Struct

from app.domain.understanding import Sentiment


class Corrected(Struct, frozen=True, kw_only=True):
    """One post that people judged: `said` is the model's word with its version, `meant` the newest word of a person.

    Attributes:
        text, language: of the post; empty when it is not stored any more.
    """

    post_id: int
    text: str
    language: str
    said: Sentiment
    meant: Sentiment
    model: str


class Lesson(Struct, frozen=True, kw_only=True):
    """A post that belongs, or does not, by a person's word or deed.

    Attributes:
        against: it does not belong: it is spam, or not about the topic.
        said: a person said so; else it was dealt with, and nobody objected.
    """

    text: str
    against: bool
    said: bool = True
