from widgets.bench.jitter import Stretch, report


def stretch(slow: float) -> Stretch:
    return Stretch(gaps=[16.0] * 190 + [slow] * 10, work=[1.0] * 200)


def test_a_single_stretch_that_the_machine_disturbed_does_not_count() -> None:
    found = report([stretch(18), stretch(18), stretch(90)], [stretch(20), stretch(400), stretch(21)], [5000.0] * 3)
    assert found.figures["idle_p99_ms"] == 18
    assert found.figures["flood_p99_ms"] == 21
    assert found.figures["extra_p99_ms"] == 3


def test_frames_that_are_late_in_every_flood_do_count() -> None:
    found = report([stretch(18)] * 3, [stretch(60)] * 3, [4000.0, 5000.0, 4900.0])
    assert found.figures["extra_p99_ms"] == 42
    assert found.figures["pooled_extra_p99_ms"] == 42
    assert found.figures["posts_per_s"] == 4900
