"""Who is here, and whether anybody looks at a wall."""

from app.services.presence import Attendance
from tests.fakes.clock import NOON


def test_a_wall_is_here_while_it_is_connected_and_shows_something() -> None:
    attendance = Attendance()
    attendance.come("desk", mode="agent", who="eve", now=NOON)
    attendance.come("lobby", mode="wall", who="lobby", now=NOON)
    assert not attendance.has_wall()
    attendance.show("lobby", ("Now",), (("now", "Now"),))
    assert attendance.has_wall()
    attendance.leave("lobby", NOON)
    assert not attendance.has_wall()
