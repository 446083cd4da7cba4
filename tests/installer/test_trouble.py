import pytest
from setup_trouble import explain

SAID = [
    ("E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 300 (apt-get)", "keeps apt locked"),
    ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
    ("E: You don't have enough free space in /var/cache/apt/archives/.", "disk is full"),
    ("W: Failed to fetch http://mirror/x  Temporary failure resolving 'mirror'", "cannot be reached"),
    (
        "WARNING: Retrying after connection broken by 'NewConnectionError(': Failed to establish a new connection')'\n"
        "ERROR: No matching distribution found for aiohttp==3.14.5",
        "cannot be reached",
    ),
    (
        "WARNING: Retrying after connection broken by 'ProxyError('Cannot connect to proxy.', NewConnectionError())'\n"
        "ERROR: No matching distribution found for aiohttp==3.14.5",
        "proxy",
    ),
    ("ERROR: No matching distribution found for PySide6-Essentials==6.11.3", "no ready-made package"),
    ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not the one that was locked"),
    ("SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed')", "certificate"),
    ("joe is not in the sudoers file.", "rights of an administrator"),
    ("E: Unable to locate package libegl1", "do not know a package"),
    ("PermissionError: [Errno 13] Permission denied: '/opt/x'", "could not be written"),
]


@pytest.mark.parametrize(("output", "words"), SAID)
def test_what_a_tool_says_is_said_in_a_sentence(output: str, words: str) -> None:
    trouble = explain(output, otherwise="It did not work.")
    assert trouble.sentence.startswith("It did not work. ")
    assert words in trouble.sentence


def test_what_nobody_recognises_is_said_without_a_guess() -> None:
    assert explain("segmentation fault", otherwise="It did not work.", line="try --new").sentence == "It did not work."


def test_the_line_to_run_is_the_cause_s_own_where_it_has_one() -> None:
    assert explain("No space left on device", otherwise="", line="apt-get install x").line.endswith("df -h")
    assert explain("E: broken", otherwise="", line="apt-get install x").line == "apt-get install x"
