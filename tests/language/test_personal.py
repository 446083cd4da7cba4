"""Personal data found where it stands."""

import pytest

from app.language.personal import find_personal


def found(text: str) -> list[tuple[str, str]]:
    return [(finding.kind, text[finding.start : finding.end]) for finding in find_personal(text)]


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("mail", "bob.lee+air@mail.example.co.uk"),
        ("mail", "bob [at] example [dot] com"),
        ("phone", "+49 30 1234567"),
        ("phone", "020 7946 0958"),
        ("phone", "(212) 736-5000"),
        ("phone", "212.736.5000"),
        ("phone", "06 12 34 56 78"),
        ("phone", "00 44 20 7946 0958"),
        ("phone", "٠٥٠١٢٣٤٥٦٧"),
        ("card", "4111 1111 1111 1111"),
        ("card", "378282246310005"),
        ("iban", "DE89 3704 0044 0532 0130 00"),
        ("iban", "GB82WEST12345698765432"),
        ("social_security", "219-09-9999"),
    ],
)
def test_each_kind_is_found_exactly(kind: str, data: str) -> None:
    assert found(f"😀 write {data} please") == [(kind, data)]


def test_booking_and_passport_numbers_are_found_behind_their_word() -> None:
    assert found("booking ref X4TZ9Q, late") == [("booking", "X4TZ9Q")]
    assert found("my passport is C01234567") == [("passport", "C01234567")]
    assert found("X4TZ9Q") == []


@pytest.mark.parametrize(
    "text",
    [
        "just words",
        "order no 123456789012",
        "ticket 4930123456",
        "on 2021-03-04 12:30",
        "1945-2011",
        "it costs $12,345,678",
        "https://example.org/status/1234567890123456",
        "@bob@mastodon.social hello",
        "#20794609581",
        "meet at 5 (or at 6)",
        "4111 1111 1111 1112",
        "DE88 3704 0044 0532 0130 00",
        "33333333333",
        "about 4.31977192 units",
        "",
    ],
)
def test_look_alikes_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_several_findings_come_in_order_of_place() -> None:
    kinds = [kind for kind, _ in found("call +49 30 1234567 or a@b.org, card 4111111111111111")]
    assert kinds == ["phone", "mail", "card"]


def test_an_iban_is_found_behind_what_only_begins_like_one() -> None:
    assert found("#BB17 email GB82 WEST 1234 5698 7654 32") == [("iban", "GB82 WEST 1234 5698 7654 32")]
