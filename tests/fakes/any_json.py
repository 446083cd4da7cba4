"""JSON of any shape, for tests of what reads a network's answers. Knows nothing."""

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)


def objects_with(fields: Iterable[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects in which any of these fields holds anything."""
    return st.fixed_dictionaries({}, optional=dict.fromkeys(fields, JSON | st.integers(0, 9)))
