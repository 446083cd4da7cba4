"""Numbers, ages and times as a wall writes them. Known by the panels; knows core.clock, core.i18n and Babel.

True minus, en dash for ranges, no-break space before units; below 10,000 in full, above with two or three figures and
a unit. Separators are the locale's, the same as at a desk.
"""

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, get_timezone_gmt, get_timezone_location
from babel.numbers import format_decimal

from app.core.clock import HOUR, MINUTE, SECOND, Millis
from app.core.i18n import _

UNIT_SPACE = "\u00a0"
"""Before a unit; the narrow one closes up in Inter when seen from across a room."""
MINUS = "\u2212"
EN_DASH = "\u2013"
DAY_MINUTES = 1440
SOFT_HYPHEN = "\u00ad"
CITIES = {
    "Africa/Lome": "Lomé",
    "America/Araguaina": "Araguaína",
    "America/Argentina/Cordoba": "Córdoba",
    "America/Argentina/Rio_Gallegos": "Río Gallegos",
    "America/Argentina/Tucuman": "Tucumán",
    "America/Belem": "Belém",
    "America/Bogota": "Bogotá",
    "America/Cuiaba": "Cuiabá",
    "America/Eirunepe": "Eirunepé",
    "America/Maceio": "Maceió",
    "America/Mazatlan": "Mazatlán",
    "America/Santarem": "Santarém",
    "America/Sao_Paulo": "São Paulo",
    "Asia/Urumqi": "Ürümqi",
    "Europe/Chisinau": "Chișinău",
    "Pacific/Noumea": "Nouméa",
}
"""With their right letters: a zone's own name has plain ones, and is all that a language has where it has no other name
for the city."""


class Words:
    """How one wall speaks.

    Attributes:
        locale: whose separators and day names are used.
    """

    def __init__(self, locale: str = "en") -> None:
        self.locale = _locale(locale)

    # numbers

    def number(self, value: float) -> str:
        """A count: 9,870, 63 k, 1.2 M."""
        sign, size = (MINUS if round(value) < 0 else ""), abs(value)
        if round(size) < 10_000:
            return sign + self._grouped(round(size))
        for unit, name in ((1_000.0, "k"), (1_000_000.0, "M"), (1_000_000_000.0, "G")):
            if size < unit * 999.5 or name == "G":
                return f"{sign}{self._short(size / unit)}{UNIT_SPACE}{name}"
        raise AssertionError("the last unit takes everything")

    def signed(self, value: float) -> str:
        """A whole number with a true minus; zero has no sign."""
        rounded = round(value)
        return f"{MINUS}{-rounded}" if rounded < 0 else str(rounded)

    def range(self, low: float, high: float) -> str:
        """48–79."""
        return f"{self.number(low)}{EN_DASH}{self.number(high)}"

    def ratio(self, value: float) -> str:
        """4.5×: two figures, no more than a ratio of counts deserves."""
        return f"{self._decimal(value, 1) if value < 10 else round(value)}×"

    # time

    def age(self, length: Millis) -> str:
        """How old: 3 s, 12 min, 5 h, 2 d."""
        seconds = max(0, length) // SECOND
        if seconds < 60:
            return _("{count} s").format(count=seconds).replace(" ", UNIT_SPACE)
        if seconds < 3600:
            return _("{count} min").format(count=seconds // 60).replace(" ", UNIT_SPACE)
        if seconds < 2 * 86_400:
            return _("{count} h").format(count=seconds // 3600).replace(" ", UNIT_SPACE)
        return _("{count} d").format(count=seconds // 86_400).replace(" ", UNIT_SPACE)

    def elapsed(self, length: Millis) -> tuple[str, str]:
        """How long something goes on, as number and unit: ("39", "min"), then ("1 h 05", "")."""
        minutes = max(0, length) // MINUTE
        if minutes < 60:
            return str(minutes), _("min")
        hours, rest = divmod(minutes, 60)
        return _("{hours} h {minutes}").format(hours=hours, minutes=f"{rest:02d}").replace(" ", UNIT_SPACE), ""

    def span(self, minutes: int) -> str:
        """A range's length: 45 min, 6 h, 28 d."""
        if minutes > 2 * DAY_MINUTES and minutes % DAY_MINUTES == 0:
            return _("{count} d").format(count=minutes // DAY_MINUTES).replace(" ", UNIT_SPACE)
        if minutes % 60 or minutes < 120:
            return _("{count} min").format(count=minutes).replace(" ", UNIT_SPACE)
        return _("{count} h").format(count=minutes // 60).replace(" ", UNIT_SPACE)

    def time(self, moment: Millis, *, zone: str = "UTC") -> str:
        """14:05, in 24 hours."""
        return _clock(moment // MINUTE, zone)

    def day(self, moment: Millis, *, zone: str = "UTC") -> str:
        """Thu 21 May in plain English; Do., 21. Mai in German: in the order and with the points of the locale."""
        if self._is_plain_english:
            return format_date(_at(moment, zone), "EEE d MMM", locale=self.locale)
        return format_skeleton("MMMEd", _at(moment, zone), locale=self.locale)

    def weekday(self, moment: Millis, *, zone: str = "UTC") -> str:
        """Thu."""
        return _weekday(_at(moment, zone).date(), self.locale)

    def tick(self, moment: Millis) -> str:
        """A time under an axis: 14:00; midnight with its day: Thu 00:00."""
        time = self.time(moment)
        return f"{self.weekday(moment)} {time}" if time == "00:00" else time

    def offset(self, moment: Millis, *, zone: str) -> str:
        """UTC+1, UTC−3, UTC+5:30."""
        plain = get_timezone_gmt(_at(moment, zone), width="iso8601", locale=self.locale)
        if plain == "Z" or plain[1:] in {"0000", "00:00"}:
            return "UTC"
        hours, minutes = int(plain[1:3]), int(plain[-2:])
        return f"UTC{'+' if plain[0] == '+' else MINUS}{hours}" + (f":{minutes:02d}" if minutes else "")

    def city(self, zone: str) -> str:
        """The name of a time zone's city: Lissabon for Europe/Lisbon in German."""
        told = get_timezone_location(zone, return_city=True, locale=self.locale).replace(SOFT_HYPHEN, "")
        name = told.rpartition("/")[2]  # "Argentina/Cordoba", where the language has no name of its own
        is_plain = name == zone.rpartition("/")[2].replace("_", " ")
        return CITIES.get(zone, name) if is_plain else name

    # helpers

    @property
    def _is_plain_english(self) -> bool:
        return self.locale.language == "en" and self.locale.territory is None

    def _grouped(self, value: int) -> str:
        return f"{value:,}" if self._is_plain_english else format_decimal(value, locale=self.locale)

    def _short(self, value: float) -> str:
        return self._decimal(value, 1) if value < 9.95 else str(round(value))

    def _decimal(self, value: float, places: int) -> str:
        rounded = round(value, places)
        return format_decimal(rounded, format="0.0" if rounded % 1 else "0", locale=self.locale)


def _locale(name: str) -> Locale:
    """The locale of that name; English for one that nobody knows."""
    try:
        return Locale.parse(name.partition(".")[0].replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale("en")


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@lru_cache(maxsize=1024)
def _clock(minute: int, zone: str) -> str:
    """The minute of the epoch as a clock shows it; a wall's axes ask for the same ones again and again."""
    return f"{_at(minute * MINUTE, zone):%H:%M}"


def _at(moment: Millis, zone: str) -> datetime:
    return datetime.fromtimestamp(moment / 1000, UTC if zone == "UTC" else _zone(zone))


def start_of_hour(moment: Millis) -> Millis:
    """The full hour before or at a moment."""
    return moment - moment % HOUR


@lru_cache(maxsize=64)
def _weekday(day: date, locale: Locale) -> str:
    """A chart of a day asks for it in every frame."""
    return format_date(day, "EEE", locale=locale)
