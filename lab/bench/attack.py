"""Attacks on what a city publishes: files, pages and interfaces, for reporters, secret cases, small groups and hours.

A city of so many cases is made. Some cases are made confidential before its months are published, some afterwards, so
that a month is counted again, and a month is corrected. What was planted tells whether an attack succeeded; the attacks
themselves read the files alone.
"""

import json
import os
from typing import Any, Final

from lab.bench import homes
from lab.bench.process import figures_of

CASES: Final = 20_000
SECRET: Final = 120
"""So many cases are confidential before the first publication, and LATE_SECRET more after it."""
LATE_SECRET: Final = 3
OPENED_PAGES: Final = 100
"""So many pages of public cases are opened beside those of all secret ones."""


def measured() -> dict[str, Any]:
    """Make the city, publish its months, attack, and return how often each attack was tried and succeeded.

    `PEYGIR_ATTACKED_CASES` gives another number of cases.
    """
    cases = int(os.environ.get("PEYGIR_ATTACKED_CASES", str(CASES)))
    home = homes.make_ready(f"attack-{cases}", cases)
    figures: dict[str, Any] = figures_of("attack", home=home)
    return figures


def is_good(figures: dict[str, Any]) -> bool:
    """Whether every attack was tried, and none succeeded."""
    tried = [value for name, value in figures.items() if name.endswith("_tried")]
    won = [value for name, value in figures.items() if name.endswith("_succeeded")]
    return min(tried, default=0) > 0 and len(tried) == len(won) and not any(won)


def main() -> None:
    """Run the step: plant, publish, attack, and print the figures as JSON."""
    from lab.bench.attack_planting import planted
    from lab.bench.attacks import ATTACKS
    from lab.bench.attacks_across import ON_PAGES
    from lab.bench.attacks_on_hours import ON_DOORS
    from lab.bench.attacks_on_lists import ON_LISTS
    from lab.bench.opened_lists import opened_lists
    from lab.bench.published_doors import published_doors
    from lab.bench.published_files import published_files
    from lab.bench.published_pages import published_pages

    truth = planted(SECRET, LATE_SECRET)
    files = published_files()
    newest_codes = [row["code"] for row in files[-1].cases][:OPENED_PAGES]
    pages = published_pages({one.month for one in files}, [*newest_codes, *truth.secret_words])
    figures: dict[str, Any] = {
        "months": len({one.month for one in files}),
        "versions": len(files),
        **{f"hidden_share_{one.month}_v{one.number}": one.manifest["hidden"]["all"]["share"] for one in files},
    }
    for name, attack in ATTACKS.items():
        tried, succeeded = attack(files, truth)
        figures |= {f"{name}_tried": tried, f"{name}_succeeded": succeeded}
    shared_codes = [code for code in truth.report_counts if code not in truth.secret_codes][:OPENED_PAGES]
    doors = published_doors([*newest_codes, *shared_codes])
    for name, door_attack in ON_DOORS.items():
        tried, succeeded = door_attack(doors, truth)
        figures |= {f"{name}_tried": tried, f"{name}_succeeded": succeeded}
    for name, page_attack in ON_PAGES.items():
        tried, succeeded = page_attack(pages, truth)
        figures |= {f"{name}_tried": tried, f"{name}_succeeded": succeeded}
    lists = opened_lists(files)
    for name, list_attack in ON_LISTS.items():
        tried, succeeded = list_attack(lists, files, truth)
        figures |= {f"{name}_tried": tried, f"{name}_succeeded": succeeded}
    print(json.dumps(figures))
