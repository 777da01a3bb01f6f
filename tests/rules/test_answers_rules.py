"""Who is told of what: the reports that a case held when it happened."""

from typing import Any

from peygir.desks.answers.rules import reports_at


def test_reports_come_and_go_with_the_story() -> None:
    story: list[tuple[str, dict[str, Any]]] = [
        ("case_opened", {"report": 1}),
        ("case_read", {"topic": "x"}),
        ("report_joined", {"report": 2}),
        ("case_took_in", {"from": 9, "reports": [3, 4]}),
        ("case_gave_back", {"to": 9, "reports": [3]}),
        ("case_merged", {"into": 8, "reports": [1, 2, 4]}),
        ("case_split", {"from": "merged", "to": "new", "reports": [1, 2]}),
    ]
    held = [reports_at(story[:length]) for length in range(len(story) + 1)]
    assert held == [set(), {1}, {1}, {1, 2}, {1, 2, 3, 4}, {1, 2, 4}, set(), {1, 2}]
