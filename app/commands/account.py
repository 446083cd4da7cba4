"""`main.py account …`: list, add and remove accounts. Known by app.cli; knows link and wire."""

import argparse
import getpass
import sys

from app.core.errors import BadInput
from app.core.i18n import _
from app.domain.account import Account
from app.domain.network import FormField, NetworkInfo
from app.link.client import HubClient
from app.link.reach import pairs, with_hub
from app.wire.calls import ListAccounts, ListNetworks, RemoveAccount, SaveAccount


def run(options: argparse.Namespace) -> int:
    """Do what the verb says."""
    verbs = {"list": _list, "networks": _networks, "add": _add, "remove": _remove}
    with_hub(options, lambda link: verbs[options.verb](link, options))
    return 0


async def _list(link: HubClient, options: argparse.Namespace) -> None:
    accounts: tuple[Account, ...] = await link.call(ListAccounts())
    for account in accounts:
        brand = account.brand if account.enabled else _("{brand} (off)").format(brand=account.brand)
        print(f"{account.id}\t{account.network}\t@{account.handle}\t{brand}")
    if not accounts:
        print(_("No accounts yet. Add one: main.py account add NETWORK"))


async def _networks(link: HubClient, options: argparse.Namespace) -> None:
    for info in await link.call(ListNetworks()):
        title = (
            _(info.title)
            if info.proven
            else _("{title}, never run against the network itself").format(title=_(info.title))
        )
        print(f"{info.name}: {title}")
        for field in info.form:
            need = _("required") if field.required and not field.default else _("optional")
            kind = _("secret") if field.secret else _("option")
            print(f"    {field.name} ({kind}, {need}): {_(field.help or field.title)}")


async def _add(link: HubClient, options: argparse.Namespace) -> None:
    networks = {info.name: info for info in await link.call(ListNetworks())}
    info = networks.get(options.network)
    if info is None:
        raise BadInput(
            _("There is no connector for “{network}”.").format(network=options.network),
            hint=_("Known are: {names}.").format(names=", ".join(sorted(networks))),
        )
    answers = _answers(info, pairs(options.set))
    secret = {field.name for field in info.form if field.secret}
    handle = options.handle.lstrip("@") or answers.get("handle", "") or info.title
    brand = options.brand or handle
    saved = await link.call(
        SaveAccount(
            account=Account(
                id=0,
                network=info.name,
                handle=handle,
                brand=brand,
                monogram="".join(word[0] for word in brand.split()[:2]).upper() or info.glyph,
                options={name: value for name, value in answers.items() if name not in secret},
                protected=options.protected,
            ),
            secrets={name: value for name, value in answers.items() if name in secret},
            session_only=options.session,
        )
    )
    print(_("Added account {id}: @{handle} on {network}.").format(id=saved.id, handle=handle, network=_(info.title)))


def _answers(info: NetworkInfo, given: dict[str, str]) -> dict[str, str]:
    """The form's answers: what was given, and what a person at a terminal types for the rest."""
    unknown = sorted(set(given) - {field.name for field in info.form})
    if unknown:
        raise BadInput(
            _("{network} does not ask for “{name}”.").format(network=_(info.title), name=unknown[0]),
            hint=_("It asks for: {names}.").format(names=", ".join(field.name for field in info.form)),
        )
    answers = {}
    for field in info.form:
        value = given[field.name] if field.name in given else _asked(field)
        if value:
            answers[field.name] = value
    return answers


def _asked(field: FormField) -> str:
    needed = field.required and not field.default
    if not sys.stdin.isatty():
        if needed:
            raise BadInput(
                _("“{title}” is missing.").format(title=_(field.title)),
                hint=_("Give it with --set {name}=….").format(name=field.name),
            )
        return field.default
    if not needed and not field.secret:
        return field.default
    prompt = f"{_(field.title)} ({_(field.help)}): " if field.help else f"{_(field.title)}: "
    return (getpass.getpass(prompt) if field.secret else input(prompt)).strip() or field.default


async def _remove(link: HubClient, options: argparse.Namespace) -> None:
    await link.call(RemoveAccount(id=options.id))
    print(_("Removed account {id} and its secrets; its posts stay.").format(id=options.id))
