"""The team's snippets. Known by the door; knows store, wire and domain."""

import msgspec

from app.core.errors import BadInput, NotFound
from app.core.i18n import _
from app.domain.principal import Principal
from app.domain.snippet import FIELDS, Snippet, unknown_fields
from app.services.door import handles
from app.services.house import House
from app.store import audit, kv
from app.store.transaction import Read, Write
from app.wire.answers import Done
from app.wire.calls import ListSnippets, RemoveSnippet, SaveSnippet

SNIPPETS = "snippets"
LONGEST_NAME, LONGEST_TEXT, MOST = 60, 5_000, 1_000


def snippets(tx: Read) -> tuple[Snippet, ...]:
    """All of them, by name."""
    kept = kv.get(tx, SNIPPETS)
    return msgspec.json.decode(kept, type=tuple[Snippet, ...]) if kept else ()


@handles(ListSnippets)
async def list_snippets(house: House, principal: Principal, request: ListSnippets) -> tuple[Snippet, ...]:
    return await house.store.read(snippets)


@handles(SaveSnippet)
async def save_snippet(house: House, principal: Principal, request: SaveSnippet) -> Snippet:
    snippet = Snippet(name=request.snippet.name.strip(), text=request.snippet.text)
    _check(snippet)

    def work(tx: Write) -> Snippet:
        others = [one for one in snippets(tx) if one.name != snippet.name]
        if len(others) >= MOST:
            raise BadInput(_("There are {count} snippets; remove some first.").format(count=MOST))
        _keep(tx, [*others, snippet])
        audit.write(tx, principal, "snippet.saved", f"snippet:{snippet.name}", after={"text": snippet.text})
        return snippet

    return await house.store.write(work, initiator=principal.station)


@handles(RemoveSnippet)
async def remove_snippet(house: House, principal: Principal, request: RemoveSnippet) -> Done:
    def work(tx: Write) -> None:
        known = snippets(tx)
        gone = [one for one in known if one.name == request.name]
        if not gone:
            raise NotFound(_("There is no snippet “{name}” (any more).").format(name=request.name))
        _keep(tx, [one for one in known if one.name != request.name])
        audit.write(tx, principal, "snippet.removed", f"snippet:{request.name}", before={"text": gone[0].text})

    await house.store.write(work, initiator=principal.station)
    return Done()


def _check(snippet: Snippet) -> None:
    if not snippet.name or not snippet.text.strip():
        raise BadInput(_("A snippet needs a name and words."))
    if len(snippet.name) > LONGEST_NAME or len(snippet.text) > LONGEST_TEXT:
        raise BadInput(
            _("A snippet's name has at most {name} characters, its text {text}.").format(
                name=LONGEST_NAME, text=LONGEST_TEXT
            )
        )
    unknown = unknown_fields(snippet.text)
    if unknown:
        raise BadInput(
            _("“{field}” is no field.").format(field=f"{{{unknown[0]}}}"),
            hint=_("Fields are: {names}.").format(names=", ".join(f"{{{name}}}" for name in FIELDS)),
        )


def _keep(tx: Write, every: list[Snippet]) -> None:
    kv.put(tx, SNIPPETS, msgspec.json.encode(sorted(every, key=lambda one: one.name.casefold())))
