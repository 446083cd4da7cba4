"""Topics, tokens, imports, audit and facts: what an administrator tends. Known by the door; knows store, wire and
domain."""

import asyncio
import hashlib
import json
import secrets as random_secrets
import shutil
from pathlib import Path

import msgspec

from app import __version__
from app.core.errors import BadInput
from app.core.i18n import _
from app.domain.account import Account
from app.domain.audit import AuditRow
from app.domain.principal import Principal, Role
from app.domain.topic import Topic
from app.language import check_query
from app.services.door import handles
from app.services.house import House
from app.store import accounts, audit, audit_pages, tokens, topics
from app.store.transaction import Read, Write
from app.wire.answers import Done, HubFacts
from app.wire.calls import (
    GetHubFacts,
    ImportFile,
    ListAudit,
    ListTopics,
    MintToken,
    RemoveTopic,
    RevokeToken,
    SaveTopic,
)

LARGEST_PAGE = 500
LONGEST_NAME = 120


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@handles(ListTopics)
async def list_topics(house: House, principal: Principal, request: ListTopics) -> tuple[Topic, ...]:
    return tuple(await house.store.read(topics.all))


@handles(SaveTopic)
async def save_topic(house: House, principal: Principal, request: SaveTopic) -> Topic:
    wanted = _tidy(request.topic)
    check_query(wanted.query)

    def work(tx: Write) -> Topic:
        before = topics.get(tx, wanted.id) if wanted.id and not request.again else None
        saved = topics.save(tx, wanted)
        audit.write(
            tx,
            principal,
            "topic.saved",
            f"topic:{saved.id}",
            before=msgspec.to_builtins(before) if before else None,
            after=msgspec.to_builtins(saved),
        )
        return saved

    return await house.store.write(work, initiator=principal.station)


def _tidy(topic: Topic) -> Topic:
    """With names on one line; raises BadInput for one that is missing or too long."""
    named = {field: " ".join(getattr(topic, field).split()) for field in ("name", "line_of_business", "region")}
    if not named["name"]:
        raise BadInput(_("A topic needs a name."))
    if any(len(name) > LONGEST_NAME for name in named.values()):
        raise BadInput(_("A name is longer than {limit} characters.").format(limit=LONGEST_NAME))
    return msgspec.structs.replace(topic, **named)


@handles(RemoveTopic)
async def remove_topic(house: House, principal: Principal, request: RemoveTopic) -> Done:
    def work(tx: Write) -> None:
        before = topics.get(tx, request.id)
        topics.remove(tx, request.id)
        audit.write(tx, principal, "topic.removed", f"topic:{request.id}", before=msgspec.to_builtins(before))

    await house.store.write(work, initiator=principal.station)
    return Done()


@handles(MintToken)
async def mint_token(house: House, principal: Principal, request: MintToken) -> str:
    try:
        role = Role(request.role)
    except ValueError:
        raise BadInput(
            _("There is no role “{role}”.").format(role=request.role),
            hint=_("Roles are: {names}.").format(names=", ".join(known.value for known in Role)),
        ) from None
    if not request.name.strip():
        raise BadInput(_("A token needs the name of the person or screen it is for."))
    token = random_secrets.token_urlsafe(32)

    def work(tx: Write) -> None:
        tokens.mint(tx, hash_of(token), request.name.strip(), role)
        audit.write(tx, principal, "token.minted", f"token:{request.name.strip()}", after={"role": role})

    await house.store.write(work, initiator=principal.station)
    return token


@handles(RevokeToken)
async def revoke_token(house: House, principal: Principal, request: RevokeToken) -> Done:
    def work(tx: Write) -> None:
        tokens.revoke(tx, request.name)
        audit.write(tx, principal, "token.revoked", f"token:{request.name}")

    await house.store.write(work, initiator=principal.station)
    return Done()


@handles(ListAudit)
async def list_audit(house: House, principal: Principal, request: ListAudit) -> tuple[AuditRow, ...]:
    limit = max(1, min(request.limit, LARGEST_PAGE))

    def work(tx: Read) -> tuple[AuditRow, ...]:
        found = audit_pages.page(
            tx,
            request.before,
            limit,
            who=request.who.strip(),
            what=request.what,
            since=request.since,
            until=request.until,
        )
        return tuple(found)

    return await house.store.read(work)


@handles(ImportFile)
async def import_file(house: House, principal: Principal, request: ImportFile) -> Account:
    path = Path(request.path)
    if not path.is_absolute() or not await asyncio.to_thread(path.is_file):
        raise BadInput(_("{path} is not a file on the hub's machine.").format(path=request.path))
    options = {"path": str(path)}
    if request.mapping:
        options["mapping"] = json.dumps(request.mapping)
    account = Account(id=0, network="file", handle=path.name, brand=path.stem, options=options)

    def work(tx: Write) -> Account:
        saved = accounts.save(tx, account)
        audit.write(tx, principal, "file.imported", f"account:{saved.id}", after={"path": str(path)})
        return saved

    return await house.store.write(work, initiator=principal.station)


@handles(GetHubFacts)
async def hub_facts(house: House, principal: Principal, request: GetHubFacts) -> HubFacts:
    facts = await house.store.facts()
    return HubFacts(
        program=__version__,
        database=facts.engine,
        posts=facts.posts,
        search_fresh_to=facts.search_fresh_to,
        data_bytes=facts.bytes,
        free_bytes=shutil.disk_usage(house.folder).free,
        started_at=house.started_at,
        keyring=house.vault.title,
        public_url=house.settings.hub.public_url,
    )
