"""Publishes replies, each once, and takes them back. Known by the Bluesky connector; knows the session, views and the
field's words.

A reply's record key is the idempotency key. Everything in the record follows from the key and the reply, the time
included, and the server is told that no record may be there yet: a second send of the same key finds the first.
"""

from typing import Any

from app.connectors._bluesky.addresses import did_of, key_of, web_url
from app.connectors._bluesky.faults import AlreadyThere, Missing
from app.connectors._bluesky.richtext import facets_of
from app.connectors._bluesky.session import Session
from app.connectors._bluesky.tid import made_at
from app.connectors._bluesky.views import POST, iso
from app.connectors.base import Ambiguous, Malformed, Refused, SignInFailed, Unreachable
from app.core.i18n import _
from app.domain.reply import Attachment, OutgoingReply, Receipt

IMAGES = "app.bsky.embed.images"


class Sender:
    """What goes out through one account."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def send(self, reply: OutgoingReply, *, key: str) -> Receipt:
        """Publish under this key. Raises as `app.connectors.base.Sender` says."""
        try:
            record = await self._record(reply, key)
        except (Malformed, Ambiguous) as error:
            # Nothing was written yet: a server that talks rubbish now may make sense later.
            raise Unreachable(error.message) from error
        body = {"repo": self._session.did, "collection": POST, "rkey": key, "record": record, "swapRecord": None}
        try:
            answer = await self._session.post("com.atproto.repo.putRecord", body, reply=True)
        except AlreadyThere:
            return await self._earlier(key)
        uri = answer.get("uri")
        if not isinstance(uri, str):
            raise Ambiguous(_("Bluesky did not say where the reply is."))
        return _receipt(uri, key)

    async def find(self, key: str) -> Receipt | None:
        """The receipt of what was published under this key, asked of the account's own server."""
        asked = {"repo": self._session.did, "collection": POST, "rkey": key}
        try:
            answer = await self._session.get("com.atproto.repo.getRecord", asked)
        except Missing:
            return None
        return _receipt(str(answer.get("uri") or f"at://{self._session.did}/{POST}/{key}"), key)

    async def delete(self, uri: str) -> None:
        """Take an own post back; one that is gone already is no error."""
        if did_of(uri) != self._session.did:
            raise Refused(_("Only posts of the account itself can be deleted."))
        body = {"repo": self._session.did, "collection": POST, "rkey": key_of(uri)}
        await self._session.post("com.atproto.repo.deleteRecord", body, reply=True)

    async def _earlier(self, key: str) -> Receipt:
        found = await self.find(key)
        if found is None:
            raise Ambiguous(_("Bluesky says the reply is there, but does not show it."))
        return found

    async def _record(self, reply: OutgoingReply, key: str) -> dict[str, Any]:
        parent = await self._parent(reply.parent)
        above = parent["record"].get("reply") if isinstance(parent.get("record"), dict) else None
        this = {"uri": reply.parent, "cid": parent["cid"]}
        root = above.get("root") if isinstance(above, dict) else None
        record: dict[str, Any] = {
            "$type": POST,
            "text": reply.text,
            "createdAt": iso(made_at(key)),
            "reply": {"root": root if isinstance(root, dict) else this, "parent": this},
        }
        facets = await facets_of(reply.text, self._resolve)
        if facets:
            record["facets"] = facets
        if reply.attachments:
            record["embed"] = {"$type": IMAGES, "images": [await self._image(one) for one in reply.attachments]}
        if reply.language and reply.language != "und":
            record["langs"] = [reply.language]
        return record

    async def _image(self, picture: Attachment) -> dict[str, Any]:
        """A picture put on the account's server; the same bytes are the same blob, so a second time changes nothing."""
        answer = await self._session.upload("com.atproto.repo.uploadBlob", picture.data, picture.mime)
        blob = answer.get("blob")
        if not isinstance(blob, dict):
            raise Malformed(_("Bluesky did not say where the picture is."))
        return {"alt": picture.alt, "image": blob}

    async def _parent(self, uri: str) -> dict[str, Any]:
        answer = await self._session.get("app.bsky.feed.getPosts", {"uris": [uri]})
        posts = answer.get("posts")
        if not isinstance(posts, list):
            raise Malformed(_("Bluesky's answer makes no sense."))
        if not posts or not isinstance(posts[0], dict) or "cid" not in posts[0]:
            raise Refused(
                _("The post to answer is gone."), hint=_("It was deleted, or its author blocks this account.")
            )
        post: dict[str, Any] = posts[0]
        viewer = post.get("viewer")
        if isinstance(viewer, dict) and viewer.get("replyDisabled"):
            raise Refused(_("The author lets only some people answer this post."))
        return post

    async def _resolve(self, handle: str) -> str:
        try:
            answer = await self._session.get("com.atproto.identity.resolveHandle", {"handle": handle})
        except SignInFailed:
            raise
        except Refused:
            return ""
        return str(answer.get("did") or "")


def _receipt(uri: str, key: str) -> Receipt:
    return Receipt(native_id=uri, url=web_url(uri), published_at=made_at(key))
