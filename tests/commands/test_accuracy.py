"""`main.py train --figures` tells in words how good what was taught is, and what stays silent."""

from app.commands.accuracy import accuracy_lines
from app.domain.topic import Topic
from app.wire.answers import ModelAccuracy
from app.wire.calls import GetAccuracy, ListTopics, Request


class Told:
    """A link whose hub answers this."""

    def __init__(self, *accuracies: ModelAccuracy) -> None:
        self._answers = {GetAccuracy: accuracies, ListTopics: (Topic(id=3, name="Alder", query="alder"),)}

    async def call(self, request: Request) -> object:
        return self._answers[type(request)]


def accuracy(of: str, *, topic: int = 0, speaks: bool = True) -> ModelAccuracy:
    return ModelAccuracy(
        model="fishbowl-text-3",
        sample=40,
        value=92.5,
        low=80.1,
        high=97.4,
        of=of,
        topic=topic,
        speaks=speaks,
        found=80.0,
        wronged=3.3,
    )


UNSEEN = "each judged before it was learned from. It finds 80 % of what does not belong, and labels 3 % of what does."


async def test_versions_topics_and_spam_have_a_line_each() -> None:
    link = Told(accuracy("sentiment"), accuracy("spam"), accuracy("topic", topic=3))
    assert await accuracy_lines(link) == [  # type: ignore[arg-type]  # as much of a link as is asked
        "Tone, fishbowl-text-3: right about 92 % of 40 posts (80 to 97)",
        "Spam: right about 92 % of 40 posts (80 to 97), " + UNSEEN,
        "About Alder: right about 92 % of 40 posts (80 to 97), " + UNSEEN,
    ]


async def test_a_head_that_finds_too_little_is_told_as_silent_and_a_removed_topic_by_its_number() -> None:
    link = Told(accuracy("topic", topic=9, speaks=False))
    (line,) = await accuracy_lines(link)  # type: ignore[arg-type]
    assert line == "About 9: says nothing, since it would find only 80 % of what does not belong."


async def test_where_nothing_was_corrected_it_says_so() -> None:
    assert await accuracy_lines(Told()) == ["Nobody has corrected anything yet."]  # type: ignore[arg-type]
