"""The trial of small heads: labels that no head can see, and figures that tell of silence too."""

from pathlib import Path

from app.language.evaluate_heads import Ambiguous, Outcome, main, names, outcome
from tests.language.test_heads import DAYS, FRUIT, SHOP


def test_both_meanings_of_a_name_are_written_alike_and_a_post_that_holds_both_is_left_out(tmp_path: Path) -> None:
    tweets = ("1\t1\tmy @Apple broke", "1\t1\tICE on the pond", "1\t1\tapple on ice", "1\t1\tpineapple")
    folder = tmp_path / "sentiment"
    folder.mkdir()
    for name in ("semeval_train.tsv", "semeval_val.tsv"):
        (folder / name).write_text("\n".join(line.partition("\t")[2] for line in tweets), encoding="utf-8")
    (folder / "tse.csv").write_text("textID,text,selected_text,sentiment\n", encoding="utf-8")
    first = names(tmp_path)[0]
    assert (set(first.ours), set(first.others)) == ({"my alder broke"}, {"alder on the pond"})


def test_a_head_is_judged_on_posts_it_was_not_taught_and_silence_finds_nothing() -> None:
    days = [f"{one} {other}" for one in DAYS for other in DAYS]
    ours = [f"{SHOP[at % 3].format('alder')} {day}" for at, day in enumerate(days)]
    others = [f"{FRUIT[at % 3].format('alder')} {day}" for at, day in enumerate(days)]
    told = outcome(Ambiguous(ours, others), 10, 0)
    assert told.spoke
    assert told.found > 0.9 > 0.2 > told.wronged
    assert outcome(Ambiguous(ours, others), 5, 0) == Outcome(spoke=False, found=0.0, wronged=0.0)


def test_f1_counts_both_kinds_alike() -> None:
    assert Outcome(spoke=True, found=1.0, wronged=0.0).f1 == 1.0
    assert Outcome(spoke=True, found=0.5, wronged=0.5).f1 == 0.5


def test_without_a_folder_the_command_says_what_it_wants() -> None:
    assert main([]) == 2
