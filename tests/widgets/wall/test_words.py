import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import DAY, HOUR, MINUTE, SECOND
from app.core.i18n import number, use_languages
from tests.fakes.link import NOON
from widgets.wall.words import CITIES, Words

NB = "\u00a0"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (999, "999"),
        (9870, "9,870"),
        (9999.4, "9,999"),
        (10_000, f"10{NB}k"),
        (63_400, f"63{NB}k"),
        (999_499, f"999{NB}k"),
        (999_600, f"1{NB}M"),
        (1_240_000, f"1.2{NB}M"),
        (9_960_000, f"10{NB}M"),
        (-18, "−18"),
        (-0.4, "0"),
    ],
)
def test_a_count_is_as_long_as_a_room_can_read(value: float, text: str) -> None:
    assert Words().number(value) == text


@pytest.mark.parametrize("language", ["en", "en_GB", "de", "de_CH", "fr", "es", "pl", "ar", "he", "hi"])
def test_wall_and_desk_separate_thousands_alike(language: str) -> None:
    use_languages([language])
    assert Words(language).number(9870) == number(9870)
    use_languages([])


@given(st.integers(min_value=0, max_value=10**15))
def test_no_count_is_longer_than_six_characters_or_says_e(value: int) -> None:
    text = Words().number(value)
    assert len(text) <= 9
    assert "e" not in text


def test_a_locale_decides_the_separators() -> None:
    assert Words("de").number(9870) == "9.870"
    assert Words("de").number(1_240_000) == f"1,2{NB}M"
    assert Words("en-US").number(9870) == "9,870"


def test_a_locale_that_nobody_knows_is_english() -> None:
    assert Words("C.UTF-8").day(NOON) == Words("xx_YY").day(NOON) == "Thu 21 May"


def test_a_city_has_the_name_of_the_walls_language() -> None:
    assert Words("pt").city("America/Sao_Paulo") == "São Paulo"
    assert Words("de").city("Europe/Lisbon") == "Lissabon"
    assert Words("de").city("Atlantic/Reykjavik") == "Reykjavík"


@pytest.mark.parametrize("zone", CITIES)
def test_a_city_that_a_language_has_no_name_for_keeps_its_letters(zone: str) -> None:
    assert Words("en").city(zone) == CITIES[zone]
    assert not CITIES[zone].isascii()


def test_a_city_is_named_without_its_country() -> None:
    assert Words("en").city("America/Argentina/Buenos_Aires") == "Buenos Aires"
    assert Words("en").city("America/Kentucky/Louisville") == "Louisville"


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (-5, f"0{NB}s"),
        (59 * SECOND, f"59{NB}s"),
        (60 * SECOND, f"1{NB}min"),
        (59 * MINUTE, f"59{NB}min"),
        (HOUR, f"1{NB}h"),
        (47 * HOUR, f"47{NB}h"),
        (2 * DAY, f"2{NB}d"),
    ],
)
def test_an_age_has_one_unit(length: int, text: str) -> None:
    assert Words().age(length) == text


def test_elapsed_time_becomes_hours_and_minutes() -> None:
    assert Words().elapsed(39 * MINUTE) == ("39", "min")
    assert Words().elapsed(65 * MINUTE) == (f"1{NB}h{NB}05", "")


def test_signs_and_ratios() -> None:
    words = Words()
    assert (words.signed(-18.4), words.signed(-0.3), words.signed(7)) == ("−18", "0", "7")
    assert (words.ratio(4.53), words.ratio(2.0), words.ratio(14.2)) == ("4.5×", "2×", "14×")
    assert words.range(48.2, 78.9) == "48–79"


def test_days_and_clocks_say_their_place() -> None:
    words = Words()
    assert words.day(NOON) == "Thu 21 May"
    assert words.time(NOON, zone="Asia/Singapore") == "20:00"
    assert words.offset(NOON, zone="America/Sao_Paulo") == "UTC−3"
    assert words.offset(NOON, zone="Asia/Kolkata") == "UTC+5:30"
    assert words.offset(NOON, zone="Europe/Lisbon") == "UTC+1"
    assert words.offset(NOON - 120 * DAY, zone="Europe/Lisbon") == "UTC"


@pytest.mark.parametrize(("locale", "day"), [("de", "Do., 21. Mai"), ("en_GB", "Thu 21 May"), ("en_US", "Thu, May 21")])
def test_a_day_is_written_as_its_country_writes_it(locale: str, day: str) -> None:
    assert Words(locale).day(NOON) == day
