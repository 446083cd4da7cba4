"""What a wall has to say of itself, in the connector strip. Known by wall.context; knows nothing."""

from dataclasses import dataclass


@dataclass
class Notices:
    """Shared by all panels of a wall; looked at every second.

    Attributes:
        scenes: what is wrong with the scene files, shortly; empty when all is well.
    """

    scenes: str = ""
