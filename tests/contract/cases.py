"""The connectors that the contract suite runs, each with a fake of its network. Add yours here, or in `CASES` of a
`conftest.py` of your own; see resources/help/connectors.md."""

import json
from pathlib import Path

from app.connectors.base import Connector, ThreadReader, Tools
from app.connectors.registry import connector_class
from app.core.clock import Clock
from app.domain.account import Account
from app.domain.post import PostKind
from tests.contract.appstore_case import AppStoreCase
from tests.contract.case import ASKS_FIRST, Case, ServerCase
from tests.contract.discord_case import DiscordCase
from tests.contract.discourse_case import DiscourseCase
from tests.contract.email_case import EmailCase
from tests.contract.facebook_case import FacebookCase
from tests.contract.googleplay_case import GooglePlayCase
from tests.contract.instagram_case import InstagramCase
from tests.contract.lemmy_case import LemmyCase
from tests.contract.linkedin_case import LinkedInCase
from tests.contract.mastodon_case import MastodonCase
from tests.contract.matrix_case import MatrixCase
from tests.contract.nodebb_case import NodeBBCase
from tests.contract.nostr_case import NostrCase
from tests.contract.reddit_case import RedditCase
from tests.contract.stackexchange_case import StackExchangeCase
from tests.contract.telegram_case import TelegramCase
from tests.contract.threads_case import ThreadsCase
from tests.contract.tiktok_case import TikTokCase
from tests.contract.webhook_case import WebhookCase
from tests.contract.whatsapp_case import WhatsAppCase
from tests.contract.x_case import XCase
from tests.contract.youtube_case import YouTubeCase
from tests.fakes.bluesky import HANDLE, PASSWORD, FakeBluesky
from tests.fakes.feed import FakeFeed
from tests.fakes.network import Fault


class BlueskyCase(ServerCase):
    network = "bluesky"
    send_faults = ASKS_FIRST
    sends = True
    fake: FakeBluesky

    def __init__(self, clock: Clock, folder: Path) -> None:
        super().__init__(clock, folder)
        self.fake = FakeBluesky(clock)
        self.secrets = {"password": PASSWORD}

    def account(self) -> Account:
        return Account(id=5, network="bluesky", handle=HANDLE, brand="Harbour", options={"service": self.fake.url})

    async def say(self, tools: Tools, count: int) -> set[str]:
        return {self.fake.mention(f"question {number}") for number in range(count)}

    async def published(self, connector: Connector, told: set[str]) -> int:
        return self.fake.writes


class FeedCase(ServerCase):
    network = "feed"
    fake: FakeFeed

    def __init__(self, clock: Clock, folder: Path) -> None:
        super().__init__(clock, folder)
        self.fake = FakeFeed(clock)

    def account(self) -> Account:
        options = {"url": f"{self.fake.url}/feed.xml", "every": "1"}
        return Account(id=5, network="feed", handle="News", brand="News", options=options)

    async def say(self, tools: Tools, count: int) -> set[str]:
        return {f"5:{self.fake.publish(f'news {number}')}" for number in range(count)}


class FileCase(Case):
    """A file that is missing is its network being down; rubbish and a half line stand among its lines."""

    network = "file"
    faults = frozenset({Fault.DOWN, Fault.RUBBISH, Fault.HALF})
    silent_faults = frozenset({Fault.RUBBISH, Fault.HALF})

    def __init__(self, clock: Clock, folder: Path) -> None:
        super().__init__(clock, folder)
        self._path = folder / "export.jsonl"
        self._away = folder / "away.jsonl"
        self._path.write_text("", encoding="utf-8")
        self._said = 0

    def account(self) -> Account:
        return Account(id=5, network="file", handle="export", brand="Export", options={"path": str(self._path)})

    async def say(self, tools: Tools, count: int) -> set[str]:
        numbers = range(self._said, self._said + count)
        self._said += count
        lines = [json.dumps({"id": f"line-{number}", "text": f"said {number}"}) for number in numbers]
        self._write("".join(f"{line}\n" for line in lines))
        return {f"line-{number}" for number in numbers}

    def fail(self, fault: Fault) -> None:
        if fault is Fault.DOWN:
            self._path.rename(self._away)
        elif fault is Fault.NONE and self._away.exists():
            self._away.rename(self._path)
        elif fault in (Fault.RUBBISH, Fault.HALF):
            self._write('{"id": "x", "te\n' if fault is Fault.HALF else "\x00]rubbish\n")

    def _write(self, text: str) -> None:
        path = self._away if self._away.exists() else self._path
        with path.open("a", encoding="utf-8") as file:
            file.write(text)


class ReplayCase(Case):
    """The replay has no network to fail; it must still resume, repeat itself and be stopped."""

    network = "replay"
    sends = True

    def account(self) -> Account:
        options = {"start": "2026-01-05T09:00Z", "length": "0.5", "history_hours": "0", "speed": "100000", "seed": "3"}
        return Account(id=5, network="replay", handle="norvaneair", brand="Norvane Air", options=options)

    async def say(self, tools: Tools, count: int) -> set[str]:
        """What an untouched replay of the same seed delivers."""
        connector = connector_class("replay")(self.account(), {}, tools)
        await connector.check()
        heard = [post.native_id async for batch in connector.stream({}) for post in batch.posts]
        await connector.close()
        return set(heard[:count])

    def fail(self, fault: Fault) -> None:
        """Nothing can fail."""

    async def published(self, connector: Connector, told: set[str]) -> int:
        assert isinstance(connector, ThreadReader)
        threads = [await connector.thread(native_id) for native_id in told]
        return len({post.native_id for thread in threads for post in thread if post.kind is PostKind.OWN})


CASES: tuple[type[Case], ...] = (
    AppStoreCase,
    BlueskyCase,
    DiscordCase,
    DiscourseCase,
    EmailCase,
    FacebookCase,
    FeedCase,
    FileCase,
    GooglePlayCase,
    InstagramCase,
    LemmyCase,
    LinkedInCase,
    MastodonCase,
    MatrixCase,
    NodeBBCase,
    RedditCase,
    NostrCase,
    ReplayCase,
    StackExchangeCase,
    TelegramCase,
    ThreadsCase,
    TikTokCase,
    WebhookCase,
    WhatsAppCase,
    XCase,
    YouTubeCase,
)
