"""The sample of a network whose notes are signed. Known by the samples; knows the Nostr connector's reader."""

from collections.abc import Sequence

import msgspec

from app.bench.posts import FIRST
from app.bench.sample import Sample, decode, kept
from app.connectors._nostr.keys import Signer, is_genuine
from app.connectors._nostr.notes import NOTE, Profile, post_of
from app.core.clock import SECOND
from app.domain.post import Post

_KEY = "01" * 32
"""Of nobody."""


def nostr_sample(posts: Sequence[Post]) -> Sample:
    """Source: NIP-01; each signature is checked, which is nearly all of the work."""
    signer = Signer(_KEY)
    body = msgspec.json.encode(
        [
            signer.signed(kind=NOTE, content=post.text, tags=[["p", "a" * 64]], at=post.created_at // SECOND + number)
            for number, post in enumerate(posts)
        ]
    )

    def read(data: bytes) -> Sequence[Post]:
        genuine = [event for event in decode(data) if is_genuine(event)]
        return kept(post_of(event, us="a" * 64, account_id=1, profile=Profile(), now=FIRST) for event in genuine)

    return Sample("nostr", body, read)
