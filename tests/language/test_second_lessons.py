"""How the second head is taught, and what is measured of it."""

import numpy as np

from app.language.second import log_shares
from app.language.second_lessons import Apart, fit_second, hear_apart, teach_second

LABELS = np.arange(300) % 3
CHANCE = np.random.default_rng(5)
VECTORS = (np.eye(3)[LABELS] * 4 + CHANCE.normal(size=(300, 3)) + 7).astype(np.float32)


def test_the_head_finds_classes_again_in_raw_vectors() -> None:
    weights, bias = fit_second(VECTORS, LABELS)
    assert ((VECTORS @ weights + bias).argmax(axis=1) == LABELS).mean() > 0.9


def test_no_post_is_judged_by_a_head_that_has_seen_it() -> None:
    """Labels without sense cannot be told of posts that were not learned from."""
    senseless = CHANCE.integers(0, 3, size=300)
    apart = hear_apart(VECTORS, senseless, np.zeros((300, 3), dtype=np.float32), np.arange(300) % 3)
    assert apart.recall(1.0) < 45


def test_only_the_least_certain_are_looked_at_twice() -> None:
    sure = np.tile(np.array([[5, 0, 0]], dtype=np.float32), (6, 1))
    close = np.tile(np.array([[0.1, 0, 0]], dtype=np.float32), (4, 1))
    first = log_shares(np.concatenate((sure, close)))
    second = log_shares(np.tile(np.array([[0, 0, 9]], dtype=np.float32), (10, 1)))
    apart = Apart(np.zeros(10, dtype=np.int64), first, second)
    assert apart.found(0.0).tolist() == [0] * 10
    assert apart.found(0.4).tolist() == [0] * 6 + [2] * 4
    assert apart.found(1.0).tolist() == [2] * 10


def test_a_taught_head_tells_how_both_did_on_posts_they_had_not_seen() -> None:
    first = CHANCE.normal(size=(300, 3)).astype(np.float32)
    apart = hear_apart(VECTORS, LABELS, first, np.arange(300) // 100)
    head = teach_second(VECTORS, apart)
    assert head.figures["both"] > head.figures["first"]
    assert 0 < head.doubt < 1
    assert len(head.weights) == 3 * 3 * 4
