"""`bench connectors`: messages a second that each connector reads on one core, beside the bare decoder on the same
bytes; and Bluesky's firehose, decoded and filtered. Known by the command line; knows samples and frames.

Nothing is asked of a network and nothing is stored: it is what reading costs.
"""

import io
import time
from collections.abc import Callable, Sequence

import cbor2

from app.bench import Report
from app.bench.frames import frames
from app.bench.posts import some_posts
from app.bench.sample import Sample
from app.bench.samples import samples
from app.connectors._bluesky.car import read_frame
from app.connectors._bluesky.commits import Words, changes
from app.connectors._bluesky.views import Us

SECONDS = 0.6
"""How long each is run; the best of three rounds counts, for the machine has other work."""
ROUNDS = 3
FIREHOSE_POSTS = 200
WORDS = ("ferry", "harbour", "norvane", "delay", "refund")


async def bench() -> Report:
    """Measure; takes some twenty seconds."""
    figures: dict[str, float] = {}
    for sample in samples():
        figures |= _of_connector(sample)
    return Report(name="connectors", figures={**figures, **_of_firehose()}, aims={"bluesky_frames_per_s": 7000})


def _of_connector(sample: Sample) -> dict[str, float]:
    read = len(sample.read(sample.body))
    if read != sample.messages:
        raise RuntimeError(f"{sample.network} read {read} of {sample.messages} messages")
    rate = sample.messages * _per_second(lambda: sample.read(sample.body))
    floor = sample.messages * _per_second(lambda: sample.bare(sample.body))
    return {
        f"{sample.network}_messages_per_s": rate,
        f"{sample.network}_ratio_to_{sample.floor}": rate / floor,
    }


def _of_firehose() -> dict[str, float]:
    """Every frame is decoded, its posts are found and held against some words; one in ten has a post."""
    data = frames(some_posts(FIREHOSE_POSTS, account_id=1))
    us, words = Us(did="did:plc:us", handle="us.test", account_id=1), Words(WORDS)

    def read() -> int:
        return sum(len(list(changes(read_frame(one)[1], us, words))) for one in data)

    if not read():
        raise RuntimeError("none of the posts was kept")
    rate, floor = len(data) * _per_second(read), len(data) * _per_second(lambda: _bare(data))
    kilobytes = sum(map(len, data)) / len(data) / 1000
    return {"bluesky_frames_per_s": rate, "bluesky_frames_ratio_to_cbor": rate / floor, "bluesky_frame_kb": kilobytes}


def _bare(data: Sequence[bytes]) -> None:
    for one in data:
        stream = io.BytesIO(one)
        cbor2.load(stream)
        cbor2.load(stream)


def _per_second(work: Callable[[], object]) -> float:
    """Runs a second, in the best of some rounds."""
    best = 0.0
    for _round in range(ROUNDS):
        began, runs = time.perf_counter(), 0
        while (passed := time.perf_counter() - began) < SECONDS:
            work()
            runs += 1
        best = max(best, runs / passed)
    return best
