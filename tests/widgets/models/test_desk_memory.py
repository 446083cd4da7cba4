"""How a desk stood is found again, and a broken memory is no memory."""

from pathlib import Path

from widgets.models.desk_memory import DeskMemory, Standing


def test_what_is_kept_is_found_by_the_next_start(tmp_path: Path) -> None:
    file = tmp_path / "desk.json"
    DeskMemory(file).keep(theme="light", text_size=125, window=b"\x00\xff", queue=444, person_shown=False)
    assert DeskMemory(file).last == Standing(
        theme="light", text_size=125, window=b"\x00\xff", queue=444, person_shown=False
    )
    assert [one.name for one in tmp_path.iterdir()] == ["desk.json"]


def test_nothing_is_written_when_nothing_is_different(tmp_path: Path) -> None:
    file = tmp_path / "desk.json"
    memory = DeskMemory(file)
    memory.keep(queue=444)
    file.unlink()
    memory.keep(queue=444)
    assert not file.exists()


def test_a_broken_file_is_no_memory_and_no_error(tmp_path: Path) -> None:
    file = tmp_path / "desk.json"
    file.write_text("{half", encoding="utf-8")
    assert DeskMemory(file).last == Standing()
    file.write_text('{"queue": "wide"}', encoding="utf-8")
    assert DeskMemory(file).last == Standing()


def test_a_folder_that_is_gone_costs_only_the_memory(tmp_path: Path) -> None:
    memory = DeskMemory(tmp_path / "gone" / "desk.json")
    memory.keep(queue=400)
    assert memory.last.queue == 400
