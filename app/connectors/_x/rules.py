"""The words an account listens for, as rules of the stream and as searches. Known by the X words lane; knows the JSON
line.

Source: docs.x.com/x-api/posts/filtered-stream/introduction (rules of 1,024 characters, told apart by their tag) and
/search/introduction (searches of 512 characters).
"""

from collections.abc import Iterable, Sequence

from app.connectors.base import Ambiguous, Malformed
from app.connectors.json_line import JsonLine
from app.connectors.reading import dig, name_of, objects, text_of
from app.core.i18n import _

LONGEST_SEARCH = 512
_PLAIN = "-is:retweet"
_RULES = "/2/tweets/search/stream/rules"


def words_of(text: str) -> list[str]:
    """The searches of the account form, one a line, each once."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def rule_of(words: str) -> str:
    """A line as a rule: whatever it holds, a mere repost is not heard."""
    return f"({words}) {_PLAIN}"


def searches_of(words: Iterable[str]) -> list[str]:
    """As few searches as can be that find what any line finds."""
    packed: list[list[str]] = []
    for line in words:
        if packed and len(_joined([*packed[-1], line])) <= LONGEST_SEARCH:
            packed[-1].append(line)
        else:
            packed.append([line])
    return [_joined(lines) for lines in packed]


def tag_of(account_id: int) -> str:
    """What marks an account's rules among those of other accounts and programs."""
    return f"fishbowl {account_id}"


async def bring_in_step(app: JsonLine, words: Sequence[str], *, tag: str) -> str:
    """Make the rules with our tag those of the words; returns what X says against some of them, or nothing.

    A request that broke off is repeated with the next connection: the rules are read before they are changed.
    """
    wanted = {rule_of(line) for line in words}
    body = await app.get(_RULES)
    if not isinstance(dig(body, "meta"), dict):
        raise Malformed(_("The answer of {name} makes no sense.").format(name="X"))
    ours = {
        name_of(one.get("id")): text_of(one.get("value")) for one in objects(dig(body, "data")) if one.get("tag") == tag
    }
    old = [number for number, value in ours.items() if value not in wanted]
    new = [{"value": value, "tag": tag} for value in sorted(wanted - set(ours.values()))]
    if old:
        await _change(app, {"delete": {"ids": old}})
    answer = await _change(app, {"add": new}) if new else {}
    return " ".join(_complaints(answer))


async def _change(app: JsonLine, body: object) -> object:
    try:
        return await app.post(_RULES, body)
    except Ambiguous as error:
        raise Malformed(error.message) from error


def _complaints(answer: object) -> Iterable[str]:
    for one in objects(dig(answer, "errors")):
        details = dig(one, "details")
        why = " ".join(text_of(each) for each in details) if isinstance(details, list) else ""
        yield f"“{text_of(one.get('value'))}”: {why or text_of(one.get('detail')) or text_of(one.get('title'))}"


def _joined(lines: Sequence[str]) -> str:
    return f"({' OR '.join(f'({line})' for line in lines)}) {_PLAIN}"
