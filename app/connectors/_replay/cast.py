"""Who speaks in the replay: a hand-written cast and a crowd named after each language's own names. Known by script;
knows regions and domain."""

import random
from functools import cache
from itertools import accumulate
from math import exp

import msgspec
from msgspec import Struct

from app.connectors._replay.regions import Region, load_regions
from app.core.paths import resources
from app.domain.post import Author

CROWD = 12_000
_CROWD_SEED = 1871
"""The crowd is the same for every seed: a person met in one replay is met again in the next."""

_LATIN = frozenset({"en", "de", "pt", "es", "fr", "it", "sv"})
_STYLES = {"plain": 52.0, "nodot": 17.0, "lower": 12.0, "bang": 6.0, "emoji": 8.0, "typo": 5.0}


class Voice(Struct, frozen=True, kw_only=True):
    """One person on one network.

    Attributes:
        role: press, staff, geek, elder, teen, business, parent, star; empty for anybody.
        style: how they type: plain, nodot, lower, bang, emoji, typo, shout.
        sign: what they put under their posts; empty for most.
    """

    author: Author
    network: str
    language: str
    region: Region
    role: str = ""
    style: str = "plain"
    sign: str = ""


class _Person(Struct, frozen=True, array_like=True):
    """A line of people.toml, as a list."""

    name: str
    handle: str
    network: str
    region: str
    language: str
    followers: int
    role: str = ""
    style: str = "plain"
    sign: str = ""


class _Names(Struct, frozen=True, kw_only=True):
    """Given and family names of a language; `latin` spells them for handles where the script is another."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    latin_given: tuple[str, ...] = ()
    latin_family: tuple[str, ...] = ()
    order: str = "given family"


class _People(Struct, frozen=True):
    person: tuple[_Person, ...]
    names: dict[str, _Names]
    crowd_networks: dict[str, float]


class Cast(Struct, frozen=True):
    """Everybody who may speak.

    Attributes:
        people: the hand-written ones by region code.
        crowd: the others by region code.
        by_handle: the hand-written ones.
    """

    people: dict[str, tuple[Voice, ...]]
    crowd: dict[str, tuple[Voice, ...]]
    by_handle: dict[str, Voice]

    def of_role(self, role: str) -> tuple[Voice, ...]:
        return tuple(voice for voice in self.by_handle.values() if voice.role == role)


@cache
def load_cast() -> Cast:
    """The cast of resources/replay/people.toml with its crowd."""
    data = msgspec.toml.decode((resources() / "replay" / "people.toml").read_bytes(), type=_People)
    regions = {region.code: region for region in load_regions()}
    people = [_voice(person, regions) for person in data.person]
    crowd = _crowd(data)
    everyday = [voice for voice in people if voice.network != "news"]
    return Cast(_by_region(everyday), _by_region(crowd), {voice.author.handle: voice for voice in people})


def _voice(person: _Person, regions: dict[str, Region]) -> Voice:
    author = Author(
        native_id=f"replay:{person.network}:{person.handle}",
        handle=person.handle,
        name=person.name,
        followers=person.followers,
    )
    return Voice(
        author=author,
        network=person.network,
        language=person.language,
        region=regions[person.region],
        role=person.role,
        style=person.style,
        sign=person.sign,
    )


def _by_region(voices: list[Voice]) -> dict[str, tuple[Voice, ...]]:
    found: dict[str, list[Voice]] = {}
    for voice in voices:
        found.setdefault(voice.region.code, []).append(voice)
    return {code: tuple(members) for code, members in found.items()}


def _crowd(data: _People) -> list[Voice]:
    rng = random.Random(_CROWD_SEED)
    regions = load_regions()
    shares = list(accumulate(region.share for region in regions))
    taken = {person.handle for person in data.person}
    return [_passer_by(rng, region, data, taken) for region in rng.choices(regions, cum_weights=shares, k=CROWD)]


def _passer_by(rng: random.Random, region: Region, data: _People, taken: set[str]) -> Voice:
    language = rng.choices(list(region.languages), list(region.languages.values()))[0]
    network = rng.choices(list(data.crowd_networks), list(data.crowd_networks.values()))[0]
    name, handle = _name(rng, _names_for(data, region, language))
    while handle in taken:
        handle = f"{handle}{rng.randrange(10)}"
    taken.add(handle)
    followers = int(exp(rng.gauss(4.9, 1.5)))
    author = Author(native_id=f"replay:{network}:{handle}", handle=handle, name=_shown(rng, name), followers=followers)
    return Voice(author=author, network=network, language=language, region=region, style=_style(rng, language))


def _names_for(data: _People, region: Region, language: str) -> _Names:
    """English is written by people whose names come from elsewhere: a country's own list, else its first language's."""
    own = data.names.get(f"{language}-{region.code}")
    first = next(iter(region.languages))
    if own is None and language == "en" and first in _LATIN:
        return data.names[first]
    return own or data.names[language]


def _name(rng: random.Random, names: _Names) -> tuple[str, str]:
    given, family = rng.randrange(len(names.given)), rng.randrange(len(names.family))
    name = names.order.replace("given", names.given[given]).replace("family", names.family[family])
    first = _plain((names.latin_given or names.given)[given])
    last = _plain((names.latin_family or names.family)[family])
    return name, _handle(rng, first, last)


def _handle(rng: random.Random, first: str, last: str) -> str:
    number = rng.randrange(2, 99)
    shapes = (
        *(f"{first}{last}", f"{first}_{last}", f"{first}.{last}", f"{first[0]}{last}{number}", f"{last}{first[:3]}"),
        *(f"{first}{number:02}", f"{first}{last[0]}_{number}", f"the{first}{last[:2]}", f"{first}.{last[:4]}"),
        *(f"{last}_{number}", f"{first}writes", f"{first}on{last[:3]}", f"hey{first}{number}", f"{first}x{last}"),
    )
    return rng.choice(shapes)


def _plain(name: str) -> str:
    table = str.maketrans("äöüåáàâãéèêëíìîïóòôõúùûçñø", "aouaaaaaeeeeiiiioooouuucno")
    return "".join(
        sign for sign in name.lower().replace("ß", "ss").translate(table) if sign.isascii() and sign.isalpha()
    )


def _shown(rng: random.Random, name: str) -> str:
    """Many people show only a part of their name."""
    draw = rng.random()
    if draw < 0.18 and " " in name:
        return name.split(" ")[0]
    return name.lower() if draw > 0.93 else name


def _style(rng: random.Random, language: str) -> str:
    style = rng.choices(list(_STYLES), list(_STYLES.values()))[0]
    return style if language in _LATIN or style == "emoji" else "plain"
