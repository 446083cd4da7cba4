"""`main.py account …`: list, add and remove accounts. Known by app.cli; knows link and wire."""

import argparse
import getpass
import sys

from app.core.errors import BadInput
from app.core.i18n import _
from app.domain.account import Account
from app.domain.network import FormField, NetworkInfo
from app.domain.network_words import abilities, proof
from app.link.address import hook_url
from app.link.browser import sign_in
from app.link.client import HubClient
from app.link.reach import pairs, with_hub
from app.wire.answers import HubFacts
from app.wire.calls import (
    CheckAccount,
    GetHubFacts,
    ListAccounts,
    ListNetworks,
    RemoveAccount,
    SaveAccount,
)


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
        proven = _("proven against {what}") if info.proven else _("never run against the network itself, only {what}")
        print("\t".join((info.name, _(info.title), abilities(info), proven.format(what=proof(info)))))
        if options.form:
            _print_form(info)


def _print_form(info: NetworkInfo) -> None:
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
    secrets = {field.name: answers[field.name] for field in info.form if field.secret and field.name in answers}
    account = _account(info, answers, options)
    turn = ""
    if _wants_browser(info, options):
        turn, identity = await sign_in(link, account, secrets, show=_show)
        account = _account(info, {"handle": identity.handle, **answers}, options)
    if options.check:
        identity = await link.call(CheckAccount(account=account, secrets=secrets, sign_in=turn))
        print(_("Signed in as @{handle}.").format(handle=identity.handle))
    saved: Account = await link.call(
        SaveAccount(account=account, secrets=secrets, session_only=options.session, sign_in=turn)
    )
    words = _("Added account {id}: @{handle} on {network}.")
    print(words.format(id=saved.id, handle=saved.handle, network=_(info.title)))
    if info.hooked:
        facts: HubFacts = await link.call(GetHubFacts())
        print(_("Tell {network} to call {url}").format(network=_(info.title), url=hook_url(facts.public_url, saved.id)))


def _account(info: NetworkInfo, answers: dict[str, str], options: argparse.Namespace) -> Account:
    asked = {field.name for field in info.form if not field.secret}
    handle = options.handle.lstrip("@") or answers.get("handle", "") or info.title
    brand = options.brand or handle
    return Account(
        id=0,
        network=info.name,
        handle=handle,
        brand=brand,
        monogram="".join(word[0] for word in brand.split()[:2]).upper() or info.glyph,
        options={name: value for name, value in answers.items() if name in asked},
        protected=options.protected,
    )


def _show(url: str) -> None:
    print(_("Open this address in the browser of this machine, and allow access:"), url, sep="\n", flush=True)


def _wants_browser(info: NetworkInfo, options: argparse.Namespace) -> bool:
    """What was said on the command line; else, at a terminal, what a person answers."""
    if not info.browser or options.browser is not None:
        return bool(options.browser)
    if not sys.stdin.isatty():
        return False
    answer = input(f"{_('Sign in with the browser? [y/n]')} ").strip().casefold()
    return answer.startswith(_("yes")[0].casefold())


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
