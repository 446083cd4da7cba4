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
