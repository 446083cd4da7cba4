"""Which of X's limits a request counts against: X keeps one for each endpoint. Known by the X connector.

Source: docs.x.com/x-api/fundamentals/rate-limits (November 2026).
"""

import re

_NUMBER = re.compile(r"(?<=[a-z])/\d+(?=/|$)")


def endpoint(verb: str, path: str) -> str:
    """The endpoint as X's table of limits names it: whose posts are asked for makes no difference."""
    return f"{verb} {_NUMBER.sub('/:id', path.partition('?')[0])}"
