"""Every call a station can make, with its answer's type. Known by services, hub, link and widgets; knows domain and
core.

A request is a struct whose class names its answer and the right it needs; services hold one handler for each. Adding
a call is one class here (a wall's in `wall_calls`), one handler there and one line in the table of roles
(`tests/services/test_rights.py`).
"""

from typing import Any, ClassVar

from app.core.clock import Millis
from app.domain.conversation import Card, Entry, Status, View
from app.domain.principal import Right
from app.domain.reply import Draft, OutboxItem
from app.domain.snippet import Snippet
from app.domain.understanding import Sentiment
from app.wire.account_calls import BeginSignIn as BeginSignIn
from app.wire.account_calls import CheckAccount as CheckAccount
from app.wire.account_calls import FinishSignIn as FinishSignIn
from app.wire.account_calls import ListAccounts as ListAccounts
from app.wire.account_calls import ListNetworks as ListNetworks
from app.wire.account_calls import RemoveAccount as RemoveAccount
from app.wire.account_calls import SaveAccount as SaveAccount
from app.wire.alarm_calls import JudgeAlarm as JudgeAlarm
from app.wire.alarm_calls import ListAlarms as ListAlarms
from app.wire.alarm_calls import TraceAlarm as TraceAlarm
from app.wire.alarm_calls import WhyNoAlarm as WhyNoAlarm
from app.wire.answers import Colleague, ConversationDetail, Done, Page
from app.wire.crisis_calls import CrisisCall
from app.wire.desk_calls import GetDeskSettings as GetDeskSettings
from app.wire.desk_calls import GetRouting as GetRouting
from app.wire.desk_calls import MarkSpam as MarkSpam
from app.wire.desk_calls import MergeConversations as MergeConversations
from app.wire.desk_calls import NoteConsent as NoteConsent
from app.wire.desk_calls import SaveDeskSettings as SaveDeskSettings
from app.wire.desk_calls import SayState as SayState
from app.wire.desk_calls import SetRouting as SetRouting
from app.wire.desk_calls import SplitConversation as SplitConversation
from app.wire.desk_calls import UndoRegrouping as UndoRegrouping
from app.wire.draft_calls import ListEarlierTexts as ListEarlierTexts
from app.wire.label_calls import LabelConversation as LabelConversation
from app.wire.label_calls import LabelConversations as LabelConversations
from app.wire.label_calls import ListLabels as ListLabels
from app.wire.language_calls import GetAccuracy as GetAccuracy
from app.wire.language_calls import ListCorrections as ListCorrections
from app.wire.language_calls import SayAbout as SayAbout
from app.wire.language_calls import TryQuery as TryQuery
from app.wire.media_calls import DescribePicture as DescribePicture
from app.wire.media_calls import DropPicture as DropPicture
from app.wire.media_calls import ListPictures as ListPictures
from app.wire.media_calls import ShowPicture as ShowPicture
from app.wire.media_calls import ShrinkPicture as ShrinkPicture
from app.wire.media_calls import UploadPicture as UploadPicture
from app.wire.request import Request as Request
from app.wire.screen_calls import EnrolScreen as EnrolScreen
from app.wire.screen_calls import ListScreens as ListScreens
from app.wire.screen_calls import PlaceScreen as PlaceScreen
from app.wire.screen_calls import RemoveScreen as RemoveScreen
from app.wire.search_calls import FindPeople as FindPeople
from app.wire.search_calls import Search as Search
from app.wire.setup_calls import GetHubFacts as GetHubFacts
from app.wire.setup_calls import ImportFile as ImportFile
from app.wire.setup_calls import ListAudit as ListAudit
from app.wire.setup_calls import ListTopics as ListTopics
from app.wire.setup_calls import MintToken as MintToken
from app.wire.setup_calls import RemoveTopic as RemoveTopic
from app.wire.setup_calls import RevokeToken as RevokeToken
from app.wire.setup_calls import SaveTopic as SaveTopic
from app.wire.view_calls import RemoveView as RemoveView
from app.wire.view_calls import SaveView as SaveView
from app.wire.wall_calls import DirectWall, SetPanic, TellPosts, TellWall
from app.wire.wall_calls import Moderate as Moderate

# --- conversations


class ListConversations(Request, frozen=True, kw_only=True, tag="conversation.list"):
    """A page of a view, behind `after` or behind a card; at most 500 rows.

    `behind` is a card's key in the view's order: (due_at, id), (last_at, id), (priority, last_at, id) or
    (resolved_at, id).
    """

    ANSWER: ClassVar[Any] = Page
    NEEDS: ClassVar[Right] = Right.READ
    view: View
    after: str = ""
    behind: tuple[int, ...] = ()
    limit: int = 200


class GetConversation(Request, frozen=True, kw_only=True, tag="conversation.get"):
    """One conversation with its newest 60 entries, older ones behind `before`."""

    ANSWER: ClassVar[Any] = ConversationDetail
    NEEDS: ClassVar[Right] = Right.READ
    id: int
    before: str = ""


class ReadThread(Request, frozen=True, kw_only=True, tag="conversation.thread"):
    """Fetch the public context from the network and keep it; answers with the fresh detail."""

    ANSWER: ClassVar[Any] = ConversationDetail
    NEEDS: ClassVar[Right] = Right.READ
    id: int


class SetStatus(Request, frozen=True, kw_only=True, tag="conversation.status"):
    """Resolve, reopen, let wait, snooze (until a moment) any number of conversations; answers with their cards.

    Attributes:
        until: of a snooze; `UNTIL_THEY_WRITE` for not before their next post.
        due_at: when an answer is due to what is reopened and had lost that; 0 for no such moment.
    """

    ANSWER: ClassVar[Any] = tuple[Card, ...]
    NEEDS: ClassVar[Right] = Right.WRITE
    ids: tuple[int, ...]
    status: Status
    until: Millis = 0
    due_at: Millis = 0


class TakeConversation(Request, frozen=True, kw_only=True, tag="conversation.take"):
    """Assign to oneself."""

    ANSWER: ClassVar[Any] = tuple[Card, ...]
    NEEDS: ClassVar[Right] = Right.WRITE
    ids: tuple[int, ...]


class AssignConversation(Request, frozen=True, kw_only=True, tag="conversation.assign"):
    """Give to somebody; an empty name gives back to the queue."""

    ANSWER: ClassVar[Any] = tuple[Card, ...]
    NEEDS: ClassVar[Right] = Right.ASSIGN
    ids: tuple[int, ...]
    assignee: str


class MarkRead(Request, frozen=True, kw_only=True, tag="conversation.read"):
    ANSWER: ClassVar[Any] = Done
    NEEDS: ClassVar[Right] = Right.READ
    id: int


class AddNote(Request, frozen=True, kw_only=True, tag="note.add"):
    """A private note; never leaves the house."""

    ANSWER: ClassVar[Any] = Entry
    NEEDS: ClassVar[Right] = Right.WRITE
    conversation_id: int
    text: str


class CorrectSentiment(Request, frozen=True, kw_only=True, tag="post.correct"):
    """An agent knows better; kept with the model's version."""

    ANSWER: ClassVar[Any] = Done
    NEEDS: ClassVar[Right] = Right.WRITE
    post_id: int
    sentiment: Sentiment


class Present(Request, frozen=True, kw_only=True, tag="conversation.present"):
    """This desk looks at a conversation (0 for none) and perhaps writes in it; said again every fifteen seconds, while
    writing every four."""

    ANSWER: ClassVar[Any] = Done
    NEEDS: ClassVar[Right] = Right.READ
    conversation_id: int
    writing: bool = False


class ListColleagues(Request, frozen=True, kw_only=True, tag="colleague.list"):
    """Everybody who can be given work, by name."""

    ANSWER: ClassVar[Any] = tuple[Colleague, ...]
    NEEDS: ClassVar[Right] = Right.READ


# --- writing and sending


class SaveDraft(Request, frozen=True, kw_only=True, tag="draft.save"):
    """Keep what is being written; a conflict (somebody saved a newer one) keeps both and fails with `conflict`.

    An empty text ends the draft.
    """

    ANSWER: ClassVar[Any] = Draft
    NEEDS: ClassVar[Right] = Right.WRITE
    conversation_id: int
    kind: str
    text: str
    based_on: int
    account_id: int = 0
    to_handle: str = ""
    parent: str = ""


class SendReply(Request, frozen=True, kw_only=True, tag="reply.send"):
    """Queue a public reply: it waits for the undo window, or until `not_before`.

    The destination is what the agent saw when composing began; if it no longer fits the conversation the call fails
    with
    `conflict` and nothing is queued. `token` is chosen by the station: the same token twice queues once. `seen` is the
    id of the newest entry the agent has seen: a colleague's reply to the same post that is newer is a conflict too.
    `pictures` are tokens of the draft's pictures, in order. With `split` a text that is too long goes out as a thread,
    each part once and only after the one before; the answer is the first part.
    """

    ANSWER: ClassVar[Any] = OutboxItem
    NEEDS: ClassVar[Right] = Right.REPLY
    conversation_id: int
    account_id: int
    parent: str
    to_handle: str
    text: str
    token: str
    not_before: Millis = 0
    resolve: bool = False
    seen: int = 0
    pictures: tuple[str, ...] = ()
    split: bool = False


class UndoSend(Request, frozen=True, kw_only=True, tag="reply.undo"):
    """Take a reply back that has not left yet; its text becomes the draft again. Fails with `conflict` when it has
    left."""

    ANSWER: ClassVar[Any] = OutboxItem
    NEEDS: ClassVar[Right] = Right.REPLY
    id: int


class RetrySend(Request, frozen=True, kw_only=True, tag="reply.retry"):
    """Send a failed reply again, possibly shortened. A colleague's reply to the same post that came meanwhile, and is
    newer than `seen`, is a conflict. It leaves after the account's undo window, not before `not_before`."""

    ANSWER: ClassVar[Any] = OutboxItem
    NEEDS: ClassVar[Right] = Right.REPLY
    id: int
    text: str = ""
    seen: int = 0
    not_before: Millis = 0


class SettleSend(Request, frozen=True, kw_only=True, tag="reply.settle"):
    """A person has looked: an unknown reply is there, or is not."""

    ANSWER: ClassVar[Any] = OutboxItem
    NEEDS: ClassVar[Right] = Right.REPLY
    id: int
    is_there: bool


class ListSnippets(Request, frozen=True, kw_only=True, tag="snippet.list"):
    """The team's snippets, by name."""

    ANSWER: ClassVar[Any] = tuple[Snippet, ...]
    NEEDS: ClassVar[Right] = Right.READ


class SaveSnippet(Request, frozen=True, kw_only=True, tag="snippet.save"):
    """Add a snippet, or replace the one of this name; a field that nobody can fill fails with `bad_input`."""

    ANSWER: ClassVar[Any] = Snippet
    NEEDS: ClassVar[Right] = Right.ASSIGN
    snippet: Snippet


class RemoveSnippet(Request, frozen=True, kw_only=True, tag="snippet.remove"):
    ANSWER: ClassVar[Any] = Done
    NEEDS: ClassVar[Right] = Right.ASSIGN
    name: str


class HoldSending(Request, frozen=True, kw_only=True, tag="hold.set"):
    """Stop everything that has not left, on every station."""

    ANSWER: ClassVar[Any] = Done
    NEEDS: ClassVar[Right] = Right.HOLD
    reason: str


class LiftHold(Request, frozen=True, kw_only=True, tag="hold.lift"):
    """Allow sending again; what was held stays held until it is released one by one.

    Whoever set the hold cannot lift it while another lead is here or has just been: fails with `not_allowed`.
    """

    ANSWER: ClassVar[Any] = Done
    NEEDS: ClassVar[Right] = Right.HOLD


class ReleaseHeld(Request, frozen=True, kw_only=True, tag="reply.release"):
    """Let one held reply go, or cancel it."""

    ANSWER: ClassVar[Any] = OutboxItem
    NEEDS: ClassVar[Right] = Right.HOLD
    id: int
    send: bool


REQUESTS: tuple[type[Request], ...] = tuple(Request.__subclasses__())

AnyRequest = (
    ListConversations
    | GetConversation
    | ReadThread
    | SetStatus
    | TakeConversation
    | AssignConversation
    | MarkRead
    | LabelConversation
    | LabelConversations
    | ListLabels
    | AddNote
    | GetDeskSettings
    | GetRouting
    | MarkSpam
    | MergeConversations
    | NoteConsent
    | SaveDeskSettings
    | SayState
    | SetRouting
    | SplitConversation
    | UndoRegrouping
    | CorrectSentiment
    | SayAbout
    | Present
    | ListColleagues
    | Search
    | FindPeople
    | SaveView
    | RemoveView
    | SaveDraft
    | SendReply
    | UndoSend
    | RetrySend
    | SettleSend
    | ListSnippets
    | SaveSnippet
    | RemoveSnippet
    | HoldSending
    | LiftHold
    | ReleaseHeld
    | Moderate
    | SetPanic
    | DirectWall
    | TellWall
    | TellPosts
    | EnrolScreen
    | PlaceScreen
    | RemoveScreen
    | ListScreens
    | ListNetworks
    | ListAccounts
    | SaveAccount
    | CheckAccount
    | BeginSignIn
    | FinishSignIn
    | RemoveAccount
    | ListTopics
    | SaveTopic
    | RemoveTopic
    | MintToken
    | RevokeToken
    | ListAudit
    | ImportFile
    | GetHubFacts
    | ListAlarms
    | JudgeAlarm
    | WhyNoAlarm
    | TraceAlarm
    | CrisisCall
    | ShowPicture
    | UploadPicture
    | DescribePicture
    | DropPicture
    | ShrinkPicture
    | ListPictures
    | ListEarlierTexts
    | GetAccuracy
    | ListCorrections
    | TryQuery
)
