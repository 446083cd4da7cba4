"""`classify` and `detect` keep their contract: what goes in, line by line, and what comes out."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

MAIN = Path(__file__).resolve().parents[2] / "main.py"
FIELDS = {"language", "sentiment", "score", "intent", "urgency", "offensive", "public_ok", "reasons", "pii", "model"}


def run(*arguments: str, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, str(MAIN), *arguments], input=given, capture_output=True, timeout=60, check=False
    )


def test_classify_answers_each_line_with_one_object() -> None:
    done = run(
        "classify",
        "--json",
        given="Thank you so much ❤️\n\nnot utf-8: ".encode() + b"\xff\xfe\nlast".replace(b"\n", b""),
    )
    rows = [json.loads(line) for line in done.stdout.decode().splitlines()]

    assert done.returncode == 0
    assert len(rows) == 3
    assert all(set(row) == FIELDS for row in rows)
    assert rows[0]["sentiment"] == "positive"


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        (b"", 0),
        (b"\n\r\n \n", 3),
        (b"one\r\ntwo\r\n", 2),
        (b"a lone \r is no end\nnor are \x0b\x0c\x1c\xc2\x85\xe2\x80\xa8 these\n", 2),
        (b"nul \x00 inside\n\x00\n", 2),
        (b"\xff\xfe\n\xed\xa0\x80\n\xef\xbb\xbfmark first\n", 3),
        (b"very long " * 100_000 + b"\n" + b"4" * 1_000_000 + b"\n" + b"a@" * 500_000 + b"\nlast", 4),
    ],
)
def test_classify_answers_any_bytes_line_by_line(given: bytes, lines: int) -> None:
    done = run("classify", given=given)
    rows = [json.loads(line) for line in done.stdout.decode().splitlines()]

    assert (done.returncode, done.stderr) == (0, b"")
    assert len(rows) == lines
    assert all(set(row) == FIELDS for row in rows)


def test_classify_asks_a_second_opinion_only_where_the_first_is_in_doubt() -> None:
    given = "I am not sure this is what I wanted\nThank you so much ❤️\nDas ist ganz in Ordnung\n".encode()
    once = [json.loads(line) for line in run("classify", given=given).stdout.splitlines()]
    twice = [json.loads(line) for line in run("classify", "--second", given=given).stdout.splitlines()]

    assert twice[0]["model"].startswith(once[0]["model"] + "+second.")
    assert set(twice[0]) == FIELDS
    assert twice[1:] == once[1:]


def test_classify_finds_personal_data_where_it_stands() -> None:
    text = "😀 write to mira@example.com"
    row = json.loads(run("classify", given=text.encode()).stdout)

    assert [text[found["start"] : found["end"]] for found in row["pii"]] == ["mira@example.com"]
    assert not row["public_ok"]


def test_detect_answers_each_row_and_alarms_where_the_score_reaches_the_threshold(tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    rows = [
        f"2026-05-{1 + n // 288:02}T{n // 12 % 24:02}:{n % 12 * 5:02}:00,{400 if 2000 < n < 2010 else 5 + n % 3}"
        for n in range(2500)
    ]
    source.write_text("timestamp,value\n" + "\n".join(rows) + "\n")
    threshold = float(run("detect", "--threshold").stdout)

    done = run("detect", str(source), "--out", str(target))
    lines = target.read_text().splitlines()
    printed = run("detect", str(source)).stdout.decode().splitlines()

    assert done.returncode == 0, done.stderr
    assert lines[0] == "timestamp,value,expected,anomaly_score,alarm"
    assert len(lines) == len(rows) + 1
    assert printed == lines
    assert all((float(line.split(",")[3]) >= threshold) == (line.split(",")[4] == "1") for line in lines[1:])
    assert [n for n, line in enumerate(lines[1:]) if line.endswith(",1")] == [2001]


def test_detect_says_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("when,what\n1,2\n")
    done = run("detect", str(tmp_path / "bad.csv"))

    assert done.returncode == 2
    assert b"timestamp" in done.stderr
    assert b"Traceback" not in done.stderr
