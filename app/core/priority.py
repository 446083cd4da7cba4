"""Letting other programs go first. Known by the hub's process; knows the operating system.

A hub that a station has started shares the machine with what people look at: on two cores, with the hub taking as many
posts as it can, a wall's frames come as evenly again as with a hub elsewhere.
"""

import os
import sys

NICENESS = 5
"""As much as a third of an ordinary program's share where there is too little for both; enough to be passed at once."""
BELOW_NORMAL = 0x4000
"""BELOW_NORMAL_PRIORITY_CLASS of winbase.h."""


def step_back() -> None:
    """Let every ordinary program go first from now on; call it before there are threads, which take after this one."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), BELOW_NORMAL)
    else:
        os.nice(NICENESS)
