"""The labels this house uses. Known by the door; knows store and wire."""

from app.domain.principal import Principal
from app.services.door import handles
from app.services.house import House
from app.store import labels
from app.wire.answers import LabelCount
from app.wire.calls import ListLabels


@handles(ListLabels)
async def list_labels(house: House, principal: Principal, request: ListLabels) -> tuple[LabelCount, ...]:
    if not await house.store.read(labels.are_counted):
        await house.store.write(labels.count_all)
    return tuple(LabelCount(name=name, count=count) for name, count in await house.store.read(labels.counts))
