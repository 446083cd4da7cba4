"""What a connector remembers: the newest so many."""

from app.connectors.memory import Memory


def test_a_further_entry_pushes_the_oldest_out() -> None:
    memory: Memory[str, int] = Memory(2)
    for number, key in enumerate("abc"):
        memory[key] = number
    assert dict(memory) == {"b": 1, "c": 2}


def test_what_is_kept_again_is_the_newest() -> None:
    memory: Memory[str, int] = Memory(2)
    memory["a"] = 1
    memory["b"] = 2
    memory.keep("a", 3)
    memory["c"] = 4
    assert dict(memory) == {"a": 3, "c": 4}
