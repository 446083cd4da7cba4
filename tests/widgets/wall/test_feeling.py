from app.domain.understanding import Sentiment
from tests.widgets.wall.day import place_rows
from widgets.wall.feeling import Feeling
from widgets.wall.places import known_share, read_places
from widgets.wall.words import Words


def test_a_few_posts_say_nothing_of_how_people_feel() -> None:
    assert not Feeling(9, 9, 0).is_known
    assert Feeling(10, 9, 0).is_known


def test_a_feeling_leans_only_where_chance_cannot_explain_it() -> None:
    assert Feeling(20, 6, 4).leans is Sentiment.NEUTRAL
    assert Feeling(2000, 600, 400).leans is Sentiment.NEGATIVE
    assert Feeling(2000, 400, 600).leans is Sentiment.POSITIVE


def test_places_come_largest_first_by_what_was_asked() -> None:
    rows = place_rows().values()
    assert [place.name for place in read_places(rows, Words())[:3]] == ["Portugal", "Brazil", "United States"]
    assert [place.name for place in read_places(rows, Words(), by="posts")[:2]] == ["Portugal", "United Kingdom"]


def test_posts_that_say_no_region_are_no_place_but_are_counted() -> None:
    rows = place_rows().values()
    assert all(place.region for place in read_places(rows, Words()))
    assert known_share(rows) == 76
    assert known_share([]) is None
