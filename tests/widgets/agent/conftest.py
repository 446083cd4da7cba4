"""Clock times in these tests are UTC, wherever they run."""

import os
import time

os.environ["TZ"] = "UTC"
if hasattr(time, "tzset"):
    time.tzset()
