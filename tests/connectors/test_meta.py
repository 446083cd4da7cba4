"""What Meta's connectors share: errors, usage headers, proofs, webhooks."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connectors._meta.faults import fault
from app.connectors._meta.hook import Delivery, received, sign
from app.connectors._meta.usage import as_limit, regained, used
from app.connectors.base import (
    Ambiguous,
    ConnectorError,
    HookAnswer,
    HookRequest,
    RateLimited,
    Refused,
    SignInFailed,
    Unreachable,
)
from app.connectors.json_line import Answer, Missing
from app.core.clock import MINUTE
from tests.fakes.clock import NOON
from tests.fakes.graph import APP_SECRET, VERIFY_TOKEN, challenge, delivery


def answer(
    code: int, *, writing: bool = False, status: int = 400, headers: dict[str, str] | None = None, **more: object
) -> Answer:
    return Answer(status, {"error": {"message": "no", "code": code, **more}}, headers or {}, writing)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (190, SignInFailed),
        (102, SignInFailed),
        (4, RateLimited),
        (17, RateLimited),
        (32, RateLimited),
        (613, RateLimited),
        (80_001, RateLimited),
        (80_008, RateLimited),
        (10, Refused),
        (200, Refused),
        (368, Refused),
        (2, Unreachable),
    ],
)
def test_a_code_means_the_same_whatever_status_it_comes_with(code: int, error: type[ConnectorError]) -> None:
    assert {type(fault(answer(code, status=status), NOON)) for status in (400, 403, 500)} == {error}


def test_a_failure_that_passes_leaves_open_whether_a_send_was_done() -> None:
    assert isinstance(fault(answer(2, writing=True), NOON), Ambiguous)
    assert isinstance(fault(answer(999, writing=True, is_transient=True), NOON), Ambiguous)


def test_an_object_that_is_not_there_is_missing_and_a_wrong_parameter_is_refused() -> None:
    assert isinstance(fault(answer(100, error_subcode=33), NOON), Missing)
    assert type(fault(answer(100), NOON)) is Refused


@pytest.mark.parametrize("refusal", [{"code": 131_047}, {"code": 10, "error_subcode": 2_018_278}])
def test_a_window_that_is_over_names_the_way_out(refusal: dict[str, int]) -> None:
    code = refusal.pop("code")
    error = fault(answer(code, **refusal), NOON)
    assert isinstance(error, Refused)
    assert "template" in error.hint


def test_words_made_for_people_are_told_before_those_for_programs() -> None:
    error = fault(answer(100, error_user_msg="The text is too long."), NOON)
    assert error is not None
    assert "The text is too long." in error.message


def test_a_throttled_account_waits_as_long_as_the_network_estimates() -> None:
    use = {"7": [{"type": "pages", "call_count": 100, "estimated_time_to_regain_access": 12}]}
    headers = {"X-Business-Use-Case-Usage": json.dumps(use)}
    error = fault(answer(80_001, headers=headers), NOON)
    assert isinstance(error, RateLimited)
    assert error.until == NOON + 12 * MINUTE


def test_usage_is_what_a_budget_can_read() -> None:
    headers = {"x-app-usage": json.dumps({"call_count": 28, "total_time": 81, "total_cputime": 2})}
    assert used(headers) == 81
    assert as_limit(headers)["RateLimit-Remaining"] == "19"
    assert as_limit({}) == {}


@given(
    st.text()
    | st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    ).map(json.dumps)
)
def test_usage_headers_of_any_shape_never_raise(value: str) -> None:
    headers = {"X-App-Usage": value, "X-Business-Use-Case-Usage": value}
    as_limit(headers)
    assert regained(headers, now=NOON) >= NOON


def test_the_address_is_verified_only_with_our_own_words() -> None:
    right = received(challenge(), app_secret=APP_SECRET, verify_token=VERIFY_TOKEN)
    assert right == HookAnswer(body=b"1158201444")
    for token, ours in (("wrong", VERIFY_TOKEN), ("", ""), ("näh", VERIFY_TOKEN)):
        wrong = received(challenge(token), app_secret=APP_SECRET, verify_token=ours)
        assert isinstance(wrong, HookAnswer)
        assert wrong.status == 403


def test_only_what_is_signed_with_the_apps_secret_is_read() -> None:
    genuine = received(delivery("page", {"id": "1"}), app_secret=APP_SECRET, verify_token="")
    assert isinstance(genuine, Delivery)
    assert [list(genuine.of("1")), list(genuine.of("2"))] == [[{"id": "1"}], []]
    for secret, ours in (("other", APP_SECRET), ("", "")):
        forged = received(delivery("page", {"id": "1"}, secret=secret), app_secret=ours, verify_token="")
        assert isinstance(forged, HookAnswer)
        assert forged.status == 401


@given(st.binary())
def test_a_genuine_body_of_any_bytes_is_answered(body: bytes) -> None:
    request = HookRequest(
        method="POST", path="", query={}, headers={"x-hub-signature-256": sign(APP_SECRET, body)}, body=body
    )
    told = received(request, app_secret=APP_SECRET, verify_token="")
    assert isinstance(told, Delivery) or told.status == 400
