"""What Bluesky warns of: labels on a post, on its author, and those an author puts on a post. Known by the files that
read views; knows the shared reading.

Source: com.atproto.label.defs.
"""

from typing import Any

from app.connectors.reading import dig, iso, objects, text_of
from app.core.clock import Millis


def labels_of(*given: Any, now: Millis) -> tuple[str, ...]:
    """The words of some lists of labels, each once; those that were taken back or are over are left out."""
    words = [
        text_of(label.get("val"))
        for labels in given
        for label in objects(labels)
        if label.get("neg") is not True and not 0 < iso(label.get("exp")) <= now
    ]
    return tuple(dict.fromkeys(word for word in words if word))


def own_labels(labels: Any) -> Any:
    """The list inside a record's own labels."""
    return dig(labels, "values")
