"""File import: every good line, every bad line told, from where it stopped."""

import json
from pathlib import Path

import msgspec
import pytest

from app.connectors.base import ConnectorError, Refused, Unreachable
from app.connectors.file import AT_ONCE, FileImport
from app.domain.account import Account
from app.domain.post import Batch, Post, PostKind
from tests.fakes.clock import NOON, ManualClock
from tests.fakes.ear import tools

MINUTE = 60_000


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


async def batches(path: Path, cursor: str = "", *, most: int = 1000, **options: str) -> list[Batch]:
    """What an import delivers, `most` batches of it."""
    account = Account(id=5, network="file", handle="export", brand="Export", options={"path": str(path), **options})
    async with tools(ManualClock()) as given:
        connector = FileImport(account, {}, given)
        await connector.check()
        taken: list[Batch] = []
        stream = connector.stream({"lines": cursor} if cursor else {})
        async for batch in stream:
            taken.append(batch)
            if len(taken) == most:
                break
        await stream.aclose()
    return taken


async def posts(path: Path, **options: str) -> list[Post]:
    return [post for batch in await batches(path, **options) for post in batch.posts]


def rejected(path: Path) -> list[tuple[int, str]]:
    kept = path.with_name(path.name + ".rejected.jsonl")
    return [(line["line"], line["reason"]) for line in map(json.loads, kept.read_text().splitlines())]


async def test_usual_names_are_found_without_a_mapping(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "a.csv",
        "Post ID,Message,Created At,Screen_Name,Followers,Platform,Lang\n"
        '7,"Is the ferry, late?",2026-01-05 11:58:00,@ann,"1,200",Twitter,de\n',
    )
    (post,) = await posts(path)
    assert post.native_id == "7"
    assert post.text == "Is the ferry, late?"
    assert post.created_at == NOON - 2 * MINUTE
    assert (post.author.handle, post.reach) == ("ann", 1200)
    assert (post.network, post.language, post.kind) == ("twitter", "de", PostKind.HEARD)


async def test_a_mapping_may_name_columns_and_paths(tmp_path: Path) -> None:
    line = {"title": "no", "body": {"plain": "yes"}, "who": {"login": "ann"}, "kind": "mention"}
    path = write(tmp_path, "a.jsonl", json.dumps(line))
    mapping = json.dumps({"text": "body.plain", "author": "who.login"})
    (post,) = await posts(path, mapping=mapping, network="forum")
    assert (post.text, post.author.handle, post.network) == ("yes", "ann", "forum")
    assert post.kind is PostKind.MENTION


async def test_bad_lines_are_kept_aside_with_number_and_reason_and_stop_nothing(tmp_path: Path) -> None:
    lines = ['{"id": 1, "text": "a"}', "", "rubbish", '{"id": 2}', "[1]", '{"id": 3, "text": "c"}', '{"id": 4, "te']
    path = write(tmp_path, "a.jsonl", "\n".join(lines))
    assert [post.native_id for post in await posts(path)] == ["1", "3"]
    found = dict(rejected(path))
    assert list(found) == [3, 4, 5, 7]
    assert "no JSON" in found[3]
    assert found[4] == "The text is missing."
    assert "object" in found[5]


async def test_a_line_in_another_encoding_is_a_bad_line_not_the_end(tmp_path: Path) -> None:
    filler = b'{"text": "' + b"x" * 1_100_000 + b'"}\n'
    path = write(tmp_path, "a.jsonl", filler[:1000] + b'"}\n' + filler + b'{"text": "gr\xfc\xdfe"}\n{"text": "last"}\n')
    assert [post.text for post in await posts(path)][-1] == "last"
    assert [line for line, _reason in rejected(path)] == [2, 3]


async def test_a_line_of_brackets_without_end_is_a_bad_line_not_the_end(tmp_path: Path) -> None:
    deep = f'{{"text": "a", "more": {"[" * 100_000}{"]" * 100_000}}}'
    path = write(tmp_path, "a.jsonl", f'{{"text": "first"}}\n{deep}\n{{"text": "last"}}\n')

    assert [post.text for post in await posts(path)] == ["first", "last"]
    assert [line for line, _reason in rejected(path)] == [2]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
async def test_encodings_and_delimiters_are_found(tmp_path: Path, encoding: str, delimiter: str) -> None:
    content = f"id{delimiter}text\n1{delimiter}Grüße\n".encode(encoding)
    (post,) = await posts(write(tmp_path, "a.csv", content))
    assert (post.native_id, post.text) == ("1", "Grüße")


async def test_a_quoted_text_may_span_lines_and_line_numbers_stay_true(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", 'id,text\n1,"two\nlines"\n2,"she said ""hi"""\nbad\n3,c\n')
    assert [post.text for post in await posts(path)] == ["two\nlines", 'she said "hi"', "c"]
    assert rejected(path) == [(5, "The line has 1 columns, the header 2.")]


async def test_an_open_quote_takes_only_its_own_line(tmp_path: Path) -> None:
    rest = "".join(f"{number},fine\n" for number in range(2, 500))
    path = write(tmp_path, "a.csv", f'id,text\n1,"never closed\n{rest}')
    assert len(await posts(path)) == 498
    assert [line for line, _reason in rejected(path)] == [2]


async def test_an_import_goes_on_where_it_was_cut_off(tmp_path: Path) -> None:
    lines = [json.dumps({"id": number, "text": f"post {number}"}) for number in range(AT_ONCE * 2 + 7)]
    lines[3] = lines[AT_ONCE + 3] = "rubbish"
    path = write(tmp_path, "a.jsonl", "\n".join(lines))
    (first,) = await batches(path, most=1)
    assert first.cursor is not None
    rest = await batches(path, first.cursor)
    ids = [post.native_id for batch in (first, *rest) for post in batch.posts]
    assert len(ids) == len(set(ids)) == len(lines) - 2
    assert [line for line, _reason in rejected(path)] == [4, AT_ONCE + 4]


async def test_a_repeated_batch_does_not_repeat_its_bad_lines(tmp_path: Path) -> None:
    lines = ["rubbish" if number % 100 == 0 else json.dumps({"text": str(number)}) for number in range(AT_ONCE + 10)]
    path = write(tmp_path, "a.jsonl", "\n".join(lines))
    first, *_rest = await batches(path)
    await batches(path, str(first.cursor))
    assert [line for line, _reason in rejected(path)] == [1, 101, 201, 301, 401, 501]


async def test_progress_tells_how_far_it_is_and_ends_at_the_end(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", '{"text": "a"}\nrubbish\n\n\n')
    progress = [msgspec.json.decode(str(batch.cursor)) for batch in await batches(path)]
    assert progress[-1]["offset"] == progress[-1]["total"] == path.stat().st_size
    assert progress[-1]["bad"] == 1
    assert all(batch.backfill for batch in await batches(path))


async def test_another_file_of_the_same_name_is_read_from_its_beginning(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", '{"text": "old"}\n')
    cursor = str((await batches(path))[-1].cursor)
    write(tmp_path, "a.jsonl", '{"text": "new"}\n{"text": "newer"}\n')
    assert [post.text for batch in await batches(path, cursor) for post in batch.posts] == ["new", "newer"]


async def test_a_finished_import_delivers_nothing_again(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", '{"text": "a"}\n')
    cursor = str((await batches(path))[-1].cursor)
    assert [batch.posts for batch in await batches(path, cursor)] == [()]


@pytest.mark.parametrize(
    "date",
    ["2026-01-05T12:00:00Z", "2026-01-05 12:00", "1767614400", "1767614400000", "Mon, 05 Jan 2026 12:00:00 +0000",
     "Mon Jan 05 12:00:00 +0000 2026"],
)  # fmt: skip
async def test_dates_are_read_in_the_forms_exports_use(tmp_path: Path, date: str) -> None:
    (post,) = await posts(write(tmp_path, "a.jsonl", json.dumps({"text": "a", "date": date})))
    assert post.created_at == NOON


async def test_an_unusual_date_needs_its_format_and_an_unreadable_one_is_a_bad_line(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", json.dumps({"text": "a", "date": "05.01.2026 12:00"}))
    assert await posts(path) == []
    assert rejected(path) == [(1, "The date “05.01.2026 12:00” cannot be read.")]
    (post,) = await posts(path, date_format="%d.%m.%Y %H:%M")
    assert post.created_at == NOON


async def test_posts_without_ids_have_the_same_ones_in_every_import(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", '{"text": "a", "author": "ann"}\n{"text": "a", "author": "bo"}\n')
    first, second = await posts(path), await posts(path)
    assert [post.native_id for post in first] == [post.native_id for post in second]
    assert first[0].native_id != first[1].native_id


async def test_bad_lines_lie_in_the_other_folder_when_the_file_lies_in_a_closed_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed, other = tmp_path / "closed", tmp_path / "other"
    closed.mkdir()
    other.mkdir()
    path = write(closed, "a.jsonl", "rubbish\n{}\n" + '{"text": "a"}\n')
    monkeypatch.setattr("os.access", lambda place, _mode: Path(place) != closed)
    assert len(await posts(path, rejected_folder=str(other))) == 1
    assert len((other / "a.jsonl.rejected.jsonl").read_text().splitlines()) == 2
    assert list(closed.iterdir()) == [path]


@pytest.mark.parametrize(
    ("content", "options", "error", "words"),
    [
        (None, {}, Unreachable, "There is no file"),
        ("", {}, Refused, "is empty"),
        ("a,b\n1,2\n", {}, Refused, "looks like the text"),
        ("id,text\n", {"mapping": '{"text": "body"}'}, Refused, "no column “body”"),
        ("id,text\n", {"mapping": '{"colour": "id"}'}, Refused, "no field “colour”"),
        ("id,text\n", {"mapping": "text=body"}, Refused, "columns cannot be read"),
        ("\ufeffid".encode("utf-16"), {}, Refused, "UTF-16"),
        (b"\x93\x0d,\x0b\x00\xff\x0a" * 99, {}, Refused, "is no CSV"),
    ],
)
async def test_what_cannot_be_imported_says_why(
    tmp_path: Path, content: str | bytes | None, options: dict[str, str], error: type[ConnectorError], words: str
) -> None:
    path = tmp_path / "a.csv"
    if content is not None:
        write(tmp_path, "a.csv", content)
    with pytest.raises(error, match=words):
        await batches(path, **options)
