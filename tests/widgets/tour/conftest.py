"""A tour for each test."""

from collections.abc import Iterator

import pytest

from tests.widgets.tour.stage import TourStage


@pytest.fixture
def stage() -> Iterator[TourStage]:
    made = TourStage()
    yield made
    made.close()
