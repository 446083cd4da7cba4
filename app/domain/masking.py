"""How a stranger's name is shown behind glass. Known by hub; knows nothing."""


def masked(handle: str, policy: str, *, consented: bool = False) -> str:
    """The handle under a wall's policy: `masked` leaves first and last letter (@j•••n), `handle` all, `none` nothing;
    `consented` all of whoever allowed it and the first and last letter of everybody else.

    The length never shows: three dots stand for any number of letters.
    """
    if policy == "none" or not handle:
        return ""
    if policy == "handle" or (policy == "consented" and consented):
        return f"@{handle}"
    name = handle.split("@")[0].split(".")[0] or handle
    return f"@{name[0]}•••{name[-1]}" if len(name) > 2 else "@•••"
