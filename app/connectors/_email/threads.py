"""A thread as far as the mailbox has it. Known by the e-mail connector; knows mailbox and mail."""

from app.connectors._email.mail import read_mail
from app.connectors._email.mailbox import Mailbox, Raw

LONGEST = 60
"""Mails of one folder that are shown, the newest."""


async def thread_of(box: Mailbox, native_id: str, *, folder: str) -> list[tuple[Raw, bool]]:
    """The mails of the thread this one belongs to, each with whether it lies in the folder of what was sent."""
    sent = await box.sent_folder()
    folders = [name for name in (folder, sent) if name]
    root = await _root(box, native_id, folders)
    found: list[tuple[Raw, bool]] = []
    for name in folders:
        await box.enter(name)
        uids = {*await box.with_id(f"<{root}>"), *await box.answering(f"<{root}>")}
        found += [(raw, name == sent) for raw in await box.fetch(sorted(uids)[-LONGEST:])]
    return found


async def _root(box: Mailbox, native_id: str, folders: list[str]) -> str:
    for name in folders:
        await box.enter(name)
        for raw in await box.fetch((await box.with_id(f"<{native_id}>"))[-1:]):
            return next(iter(read_mail(raw.data).references), native_id)
    return native_id
