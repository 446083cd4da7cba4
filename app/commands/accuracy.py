"""`main.py train --figures`: how often what judges posts here was right about those that people corrected. Known by
train; knows link and wire."""

from app.core.i18n import _
from app.domain.topic import Topic
from app.link.client import HubClient
from app.wire.answers import ModelAccuracy
from app.wire.calls import GetAccuracy, ListTopics


async def accuracy_lines(link: HubClient) -> list[str]:
    """A line for each model version, topic with lessons, and spam."""
    told: tuple[ModelAccuracy, ...] = await link.call(GetAccuracy())
    topics: tuple[Topic, ...] = await link.call(ListTopics())
    names = {topic.id: topic.name for topic in topics}
    return [_line(one, names) for one in told] or [_("Nobody has corrected anything yet.")]


def _line(one: ModelAccuracy, names: dict[int, str]) -> str:
    right = _("right about {value} % of {sample} posts ({low} to {high})").format(
        value=round(one.value), sample=one.sample, low=round(one.low), high=round(one.high)
    )
    if one.of == "sentiment":
        return _("Tone, {model}: {right}").format(model=one.model, right=right)
    name = _("Spam") if one.of == "spam" else _("About {topic}").format(topic=names.get(one.topic, str(one.topic)))
    if not one.speaks:
        return _("{name}: says nothing, since it would find only {found} % of what does not belong.").format(
            name=name, found=round(one.found)
        )
    words = _(
        "{name}: {right}, each judged before it was learned from. It finds {found} % of what does not belong, "
        "and labels {wronged} % of what does."
    )
    return words.format(name=name, right=right, found=round(one.found), wronged=round(one.wronged))
