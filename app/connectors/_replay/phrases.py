"""What can be said: hand-written templates by language, topic and mood. Known by deck and script; knows core.paths.

A template is text with slots in braces ({flight}, {city} …) and alternatives in brackets ([lost|mislaid]). Which slots
there are is said in `slots.py`.
"""

import re
from functools import cache
from typing import TypeAlias

import msgspec
from msgspec import Struct

from app.core.paths import resources


class Slot(Struct, frozen=True):
    """A gap to be filled."""

    name: str


class Choice(Struct, frozen=True):
    """Alternatives, of which one is said."""

    options: tuple[tuple["Part", ...], ...]


Part: TypeAlias = str | Slot | Choice
"""A piece of a template."""


class _Entry(Struct, frozen=True, kw_only=True):
    """A template with what may follow it: `me:` the same person, `other:` somebody else."""

    text: str
    then: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    picture: str = ""


class _Group(Struct, frozen=True, kw_only=True):
    """Templates that share their labels."""

    topic: str
    mood: str
    intent: str
    posts: tuple[str | _Entry, ...]
    to: str = "about"
    scene: str = ""
    phase: str = ""
    role: str = ""
    networks: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    unsafe: tuple[str, ...] = ()


class _File(Struct, frozen=True):
    language: str
    slots: dict[str, tuple[str, ...]]
    group: tuple[_Group, ...]


class Template(Struct, frozen=True, kw_only=True):
    """One thing that can be said, with what a careful reader would label it.

    Attributes:
        text: as written, with slots.
        topic: key of topics.toml, or `none`.
        mood: negative, neutral, positive.
        intent: a word of `app.domain.understanding.Intent`.
        to: `us` speaks to the airline, `about` speaks of it, `both` can be either; `press` is a headline.
        scene, phase: the beat it belongs to, or care, page, answer, edit; empty for everyday.
        networks, regions: where it can be heard; empty for anywhere.
        unsafe: why a public wall should not show it: profanity, insult, phone, email, iban, card, address, threat.
        parts: the text taken apart for filling.
        then: what may follow, each as (who, parts).
        length: longest form, roughly, in characters.
    """

    text: str
    language: str
    topic: str
    mood: str
    intent: str
    to: str
    scene: str
    phase: str
    role: str
    networks: tuple[str, ...]
    regions: tuple[str, ...]
    unsafe: tuple[str, ...]
    parts: tuple[Part, ...]
    then: tuple[tuple[str, tuple[Part, ...]], ...]
    picture: str
    length: int


class Phrasebook(Struct, frozen=True):
    """All templates and the words for their slots, by language."""

    templates: tuple[Template, ...]
    words: dict[str, dict[str, tuple[str, ...]]]


@cache
def load_phrases() -> Phrasebook:
    """Every file of resources/replay/posts."""
    files = sorted((resources() / "replay" / "posts").glob("*.toml"))
    read = [msgspec.toml.decode(path.read_bytes(), type=_File) for path in files]
    templates: list[Template] = []
    words: dict[str, dict[str, tuple[str, ...]]] = {}
    for file in read:
        words.setdefault(file.language, {}).update(file.slots)
        templates += [_template(file.language, group, post) for group in file.group for post in group.posts]
    return Phrasebook(tuple(templates), words)


def _template(language: str, group: _Group, post: str | _Entry) -> Template:
    entry = _Entry(text=post) if isinstance(post, str) else post
    return Template(
        text=entry.text,
        language=language,
        topic=group.topic,
        mood=group.mood,
        intent=group.intent,
        to=group.to,
        scene=group.scene,
        phase=group.phase,
        role=group.role,
        networks=group.networks,
        regions=entry.regions or group.regions,
        unsafe=group.unsafe,
        parts=take_apart(entry.text),
        then=tuple(_follower(line) for line in entry.then),
        picture=entry.picture,
        length=len(re.sub(r"\|[^\]|]*", "", entry.text)) + 8,
    )


def _follower(line: str) -> tuple[str, tuple[Part, ...]]:
    who, _, text = line.partition(": ")
    if who not in ("me", "other"):
        raise ValueError(f"a follow-up must begin with 'me: ' or 'other: ', not {line!r}")
    return who, take_apart(text)


def take_apart(text: str) -> tuple[Part, ...]:
    """Split a template into plain text, alternatives and slots."""
    parts: list[Part] = []
    for piece in re.findall(r"\{\w+\}|\[[^\]]*\]|[^{\[]+", text):
        if piece.startswith("{"):
            parts.append(Slot(piece[1:-1]))
        elif piece.startswith("["):
            parts.append(Choice(tuple(take_apart(option) for option in piece[1:-1].split("|"))))
        else:
            parts.append(piece)
    return tuple(parts)
