"""What is being written follows a conversation that was merged into another. Known by the desk; knows drafts and
compositions."""

from app.domain.reply import Draft
from widgets.agent.drafts import Drafts
from widgets.models.composition import REPLY, Writing


def carry_texts(drafts: Drafts, before: int, after: int, *, author: str) -> None:
    """Let the texts of one conversation stand in another; where both have one, both stay and the agent chooses."""
    source, target = drafts.of(before), drafts.of(after)
    for kind, writing in source.texts.items():
        if writing.text.strip():
            other = target.texts[kind]
            if not other.text.strip():
                other.text = writing.text
                if kind == REPLY and source.destination is not None:
                    target.destination, target.chosen = source.destination, source.chosen
            elif other.text != writing.text:
                other.other = _as_draft(writing, after, kind, author=author)
        source.texts[kind] = Writing()
    target.mode = source.mode
    drafts.journal_now(before)
    drafts.touch(after)


def _as_draft(writing: Writing, conversation_id: int, kind: str, *, author: str) -> Draft:
    return Draft(
        conversation_id=conversation_id,
        kind=kind,
        text=writing.text,
        revision=writing.based_on,
        author=author,
        updated_at=0,
    )
