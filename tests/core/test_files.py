"""A hub asks the system for as many connections as it may have."""

import subprocess
import sys

SAYS = """
import resource
from app.core.files import allow_many, allowed
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
allow_many()
print(allowed(), *resource.getrlimit(resource.RLIMIT_NOFILE))
"""


def said(soft: int, hard: int) -> list[int]:
    program = SAYS.format(soft=soft, hard=hard)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return [int(word) for word in done.stdout.split()]


def test_the_limit_is_raised_as_far_as_it_may_be() -> None:
    assert said(128, 400) == [400, 400, 400]


def test_a_limit_that_is_high_enough_is_left_alone() -> None:
    assert said(300, 300) == [300, 300, 300]
