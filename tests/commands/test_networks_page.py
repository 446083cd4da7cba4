"""The page about networks says what the connectors declare, and warns where they are unproven."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.network import Capability, Limits, NetworkInfo, QualityRule
from tests.fakes.buoy import Buoy

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.syspath_prepend(str(ROOT / "installer"))
    import renew_networks

    proven = NetworkInfo(
        name="pond",
        title="The Pond | deep",
        glyph="PO",
        icon="pond",
        capabilities=frozenset({Capability.REPLY}),
        limits=Limits(length=300, images=4),
        quality=(
            QualityRule(rule="proven against", state="done", note="a pond"),
            QualityRule(rule="resume", state="todo", note="soon | later"),
        ),
    )
    made: str = renew_networks.page([Buoy.INFO, proven])
    return made


def test_the_page_is_what_the_connectors_declare() -> None:
    """Mended by: .venv/bin/python installer/renew_networks.py"""
    command = [sys.executable, str(ROOT / "installer" / "renew_networks.py"), "--check"]
    assert subprocess.run(command, check=False, timeout=60).returncode == 0


def test_an_unproven_network_is_marked_in_the_table_and_beside_its_name(page: str) -> None:
    assert "| **[Buoy](#buoy)** |" in page
    assert "**Never run against the network itself.** Written from: https://buoy.example/docs (2026-01-05)." in page


def test_a_proven_network_says_against_what_it_was_run(page: str) -> None:
    row = next(line for line in page.splitlines() if line.startswith("| [The Pond"))
    assert row.endswith("| a pond |")
    assert row.count("✓") == 1


def test_quality_and_limits_are_told(page: str) -> None:
    assert "| resume | not yet | soon \\| later |" in page
    assert "- Limits: 300 characters, 4 pictures" in page
