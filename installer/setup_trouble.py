"""What can go wrong while setting up, said in words. Known by every part of the installer; knows nothing.

Installer texts are plain English: the catalogues of `app.core.i18n` need packages that are not there yet.
"""

import re
from dataclasses import dataclass


class Trouble(Exception):
    """Something the user can mend.

    Attributes:
        sentence: what happened.
        line: the one line to run, or what to do, before starting again; empty where starting again is all.
    """

    def __init__(self, sentence: str, *, line: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.line = line


@dataclass(frozen=True)
class Cause:
    """How a tool's output gives a cause away, and what to say then."""

    pattern: str
    sentence: str
    line: str = ""


CAUSES = (
    Cause(
        r"No space left on device|Errno 28|don't have enough free space",
        "The disk is full.",
        "Free some space, see what takes it with:  df -h",
    ),
    Cause(
        r"Could not get lock|Unable to acquire the dpkg frontend lock|Unable to lock directory",
        "Another program is installing packages just now and keeps apt locked.",
        "Wait until it is done; see which one it is with:  ps aux | grep -E 'apt|dpkg'",
    ),
    Cause(
        r"ProxyError|Cannot connect to proxy|Could not connect to .*proxy|Proxy Authentication|"
        r"Could not resolve proxy|Unsupported proxy|407  ?Proxy|Failed to parse: \w*proxy|"
        r"Missing dependencies for SOCKS",
        "The proxy that this machine is told to use does not answer.",
        "Look at its address with:  env | grep -i proxy",
    ),
    Cause(
        r"DO NOT MATCH THE HASHES",
        "A downloaded package is not the one that was locked, so it was not installed.",
        "Start again; if it happens again, the package mirror in use serves altered files.",
    ),
    Cause(
        r"CERTIFICATE_VERIFY_FAILED|certificate verify failed",
        "The package server's certificate is not trusted on this machine.",
        "Check the clock with `date`; behind a company proxy, point PIP_CERT to its certificate file.",
    ),
    Cause(
        r"Temporary failure resolving|Temporary failure in name resolution|Name or service not known|"
        r"Could not resolve|nodename nor servname|getaddrinfo failed|Network is unreachable|Connection refused|"
        r"NewConnectionError|Could not connect to|ConnectTimeoutError|Read timed out|Connection timed out|"
        r"No route to host|Unable to connect to",
        "The package server cannot be reached. The first start needs the network; later starts do not.",
        "Check the connection, then start again.",
    ),
    Cause(
        r"is not in the sudoers file|a password is required|a terminal is required|Authentication failure|"
        r"incorrect password",
        "Installing system packages needs the rights of an administrator, and sudo did not give them.",
    ),
    Cause(
        r"Unable to locate package|has no installation candidate",
        "This system's package lists do not know a package that Fishbowl needs.",
        "Check that the standard repositories are switched on in /etc/apt.",
    ),
    Cause(
        r"No matching distribution found|is not a supported wheel",
        "There is no ready-made package for this kind of machine. There are some for Linux on x86-64 (glibc 2.34 or "
        "newer) and arm64 (glibc 2.39 or newer), macOS 13 or newer on Apple silicon, and 64-bit Windows.",
    ),
    Cause(r"Permission denied|Errno 13|Read-only file system|Errno 30", "A file or folder could not be written."),
)


def explain(output: str, *, otherwise: str, line: str = "") -> Trouble:
    """The trouble that this output of a failed tool speaks of; `otherwise` where none is recognised.

    `line` is what to run when the cause itself names nothing better.
    """
    for cause in CAUSES:
        if re.search(cause.pattern, output):
            return Trouble(f"{otherwise} {cause.sentence}", line=cause.line or line)
    return Trouble(otherwise, line=line)
