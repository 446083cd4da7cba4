"""Accounts of ours: listed, tried, saved, removed. Known by the door; knows store, wire, the connectors' contract and
domain."""

from collections.abc import Mapping

import msgspec

from app.connectors.base import Identity
from app.core.errors import BadInput, Unavailable
from app.core.i18n import _
from app.core.secrets import SERVICE
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.principal import Principal
from app.services import pausing
from app.services.door import handles
from app.services.house import House
from app.store import accounts, audit
from app.store.transaction import Write
from app.wire.account_calls import (
    BeginSignIn,
    CheckAccount,
    FinishSignIn,
    ListAccounts,
    ListNetworks,
    RemoveAccount,
    SaveAccount,
)
from app.wire.answers import Done, SignedInAs, SignInTurn

HUES = 8
LONGEST_MONOGRAM = 2
LONGEST_UNDO_SECONDS = 600
LONGEST_PROMISE_MINUTES = 60 * 24 * 14


def owner_of(account_id: int) -> str:
    """Under which name the vault keeps an account's secrets."""
    return f"account:{account_id}"


@handles(ListNetworks)
async def list_networks(house: House, principal: Principal, request: ListNetworks) -> tuple[NetworkInfo, ...]:
    return tuple(house.outside.networks())


@handles(ListAccounts)
async def list_accounts(house: House, principal: Principal, request: ListAccounts) -> tuple[Account, ...]:
    return tuple(await house.store.read(accounts.all))


@handles(SaveAccount)
async def save_account(house: House, principal: Principal, request: SaveAccount) -> Account:
    account, secrets = _with_sign_in(house, principal, request.account, request.secrets, request.sign_in)
    before = await _before(house, account.id)
    signed_in = set(account.options) - set(request.account.options)
    _check_form(_info(house, account.network), account, secrets, before=before, signed_in=signed_in)
    _check_looks(account)

    if before is None:  # its secrets lie ready before anything can start it
        account = msgspec.structs.replace(account, id=await house.store.write(lambda tx: tx.ids.next()))
    if secrets:
        await house.vault.add(owner_of(account.id), secrets, session_only=request.session_only)

    def work(tx: Write) -> Account:
        saved = accounts.save(tx, account)
        pausing.note(tx, principal, before=before, after=saved)
        audit.write(
            tx,
            principal,
            "account.saved",
            f"account:{saved.id}",
            before=msgspec.to_builtins(before) if before else None,
            after=msgspec.to_builtins(saved),
        )
        return saved

    try:
        saved = await house.store.write(work, initiator=principal.station)
    except BaseException:
        if before is None:
            await house.vault.forget(owner_of(account.id))
        raise
    if secrets and before is not None:
        house.outside.secrets_changed(saved.id)
    house.outside.signing_in.claimed(request.sign_in)
    return saved


@handles(RemoveAccount)
async def remove_account(house: House, principal: Principal, request: RemoveAccount) -> Done:
    def work(tx: Write) -> None:
        before = accounts.get(tx, request.id)
        accounts.remove(tx, request.id)
        audit.write(tx, principal, "account.removed", f"account:{request.id}", before=msgspec.to_builtins(before))

    await house.store.write(work, initiator=principal.station)
    try:
        await house.vault.forget(owner_of(request.id))
    except Unavailable as error:
        raise Unavailable(
            _("The account is removed, but its secrets are still in the keyring: {said}").format(said=error.message),
            hint=_("Delete “{owner}” of “{service}” there by hand.").format(
                owner=owner_of(request.id), service=SERVICE
            ),
        ) from error
    return Done()


@handles(CheckAccount)
async def check_account(house: House, principal: Principal, request: CheckAccount) -> SignedInAs:
    account, secrets = _with_sign_in(house, principal, request.account, request.secrets, request.sign_in)
    kept = await house.vault.read(owner_of(account.id)) if account.id else {}
    return _told(await house.outside.signing_in.check(account, {**kept, **secrets}))


@handles(BeginSignIn)
async def begin_sign_in(house: House, principal: Principal, request: BeginSignIn) -> SignInTurn:
    kept = await house.vault.read(owner_of(request.account_id)) if request.account_id else {}
    key, url = await house.outside.signing_in.begin(
        request.network,
        request.options,
        {**kept, **request.secrets},
        redirect=request.redirect,
        by=principal.name,
    )
    return SignInTurn(id=key, url=url)


@handles(FinishSignIn)
async def finish_sign_in(house: House, principal: Principal, request: FinishSignIn) -> SignedInAs:
    return _told(await house.outside.signing_in.finish(request.id, request.answer, by=principal.name))


def _told(identity: Identity) -> SignedInAs:
    return SignedInAs(
        native_id=identity.native_id,
        handle=identity.handle.lstrip("@"),
        title=identity.title,
        expires_at=identity.expires_at,
    )


def _info(house: House, network: str) -> NetworkInfo:
    info = house.network(network)
    if info is None:
        known = ", ".join(sorted(one.name for one in house.outside.networks()))
        raise BadInput(
            _("There is no connector for “{network}”.").format(network=network),
            hint=_("Known are: {names}.").format(names=known),
        )
    return info


async def _before(house: House, account_id: int) -> Account | None:
    return await house.store.read(lambda tx: accounts.get(tx, account_id)) if account_id else None


def _with_sign_in(
    house: House, principal: Principal, account: Account, secrets: Mapping[str, str], sign_in: str
) -> tuple[Account, dict[str, str]]:
    """The account and its secrets with what a finished browser sign-in left."""
    if not sign_in:
        return account, dict(secrets)
    left = house.outside.signing_in.left(sign_in, account.network, by=principal.name)
    filled = msgspec.structs.replace(account, options={**account.options, **left.options})
    return filled, {**secrets, **left.secrets}


def _check_form(
    info: NetworkInfo,
    account: Account,
    secrets: Mapping[str, str],
    *,
    before: Account | None,
    signed_in: set[str],
) -> None:
    """Raises BadInput where an answer is missing, or belongs to no question."""
    given = {**account.options, **secrets}
    missing = [field for field in info.form if field.required and not field.default and not given.get(field.name)]
    if missing and before is None:
        raise BadInput(_("“{title}” is missing.").format(title=_(missing[0].title)), hint=_(missing[0].help))
    known = {field.name for field in info.form if not field.secret} | signed_in | set(before.options if before else ())
    unknown = sorted(set(account.options) - known)
    if unknown:
        raise BadInput(_("{network} has no option “{name}”.").format(network=_(info.title), name=unknown[0]))


def _check_looks(account: Account) -> None:
    """Raises BadInput for what no dialog of ours would send."""
    if not account.handle.strip() or not account.brand.strip():
        raise BadInput(_("An account needs a handle, and a name that people know."))
    if not 0 <= account.hue < HUES or len(account.monogram) > LONGEST_MONOGRAM:
        raise BadInput(_("A monogram has two letters, and one of eight hues."))
    if not 0 <= account.undo_seconds <= LONGEST_UNDO_SECONDS:
        raise BadInput(_("Sending can wait {seconds} seconds at most.").format(seconds=LONGEST_UNDO_SECONDS))
    if not 0 <= account.first_reply_minutes <= LONGEST_PROMISE_MINUTES:
        raise BadInput(_("A first reply is promised within two weeks at most."))
