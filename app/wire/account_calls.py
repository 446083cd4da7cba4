"""Calls of whoever adds an account: try its sign-in, or let a person sign in with the browser. Known by services,
commands and widgets; knows domain."""

from typing import Any, ClassVar

from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.principal import Right
from app.wire.answers import Done, SignedInAs, SignInTurn
from app.wire.request import Request


class ListNetworks(Request, frozen=True, kw_only=True, tag="network.list"):
    ANSWER: ClassVar[Any] = tuple[NetworkInfo, ...]
    NEEDS: ClassVar[Right] = Right.READ


class ListAccounts(Request, frozen=True, kw_only=True, tag="account.list"):
    ANSWER: ClassVar[Any] = tuple[Account, ...]
    NEEDS: ClassVar[Right] = Right.READ


class SaveAccount(Request, frozen=True, kw_only=True, tag="account.save"):
    """Add (id 0) or change an account. Secrets go to the hub's keyring; left-out ones stay as they are.

    `sign_in` is the id of a finished browser sign-in; what it left is added to secrets and options.
    """

    ANSWER: ClassVar[Any] = Account
    NEEDS: ClassVar[Right] = Right.ADMINISTER
    account: Account
    secrets: dict[str, str] = {}
    session_only: bool = False
    sign_in: str = ""


class RemoveAccount(Request, frozen=True, kw_only=True, tag="account.remove"):
    """Stop and forget an account and its secrets; its posts stay."""

    ANSWER: ClassVar[Any] = Done
    NEEDS: ClassVar[Right] = Right.ADMINISTER
    id: int


class CheckAccount(Request, frozen=True, kw_only=True, tag="account.check"):
    """Sign in once as this account would, and say who that is; nothing is saved.

    Secrets that are left out are those the account has, or those of a finished browser sign-in. Fails in the network's
    own words.
    """

    ANSWER: ClassVar[Any] = SignedInAs
    NEEDS: ClassVar[Right] = Right.ADMINISTER
    account: Account
    secrets: dict[str, str] = {}
    sign_in: str = ""


class BeginSignIn(Request, frozen=True, kw_only=True, tag="account.sign_in"):
    """Begin a sign-in in the browser, which comes back to `redirect`, a loopback address of the station.

    `account_id` is an account whose secrets stand in for those left out; 0 for none. The turn is kept ten minutes.
    """

    ANSWER: ClassVar[Any] = SignInTurn
    NEEDS: ClassVar[Right] = Right.ADMINISTER
    network: str
    redirect: str
    options: dict[str, str] = {}
    secrets: dict[str, str] = {}
    account_id: int = 0


class FinishSignIn(Request, frozen=True, kw_only=True, tag="account.signed_in"):
    """Hand over the query that the browser came back with."""

    ANSWER: ClassVar[Any] = SignedInAs
    NEEDS: ClassVar[Right] = Right.ADMINISTER
    id: str
    answer: dict[str, str]
