"""`python -m lab.citizen_texts`: prints what the catalogues of citizens' languages lack, as entries to translate."""

from pathlib import Path

from lab.citizen_texts.catalogues import citizens_catalogues, faults, missing_entries
from lab.citizen_texts.reach import CitizenReach

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Print entries for missing texts, and every other fault as a comment; 1 if there is any."""
    reach, fault_count = CitizenReach.of(ROOT), 0
    for language, catalogue in citizens_catalogues(ROOT).items():
        wrong = faults(catalogue, reach.messages())
        fault_count += len(wrong)
        print(f"# {language}: {len(wrong)} faults")
        print(*(f"# {one}" for one in wrong if not one.startswith("missing")), sep="\n")
        print(*missing_entries(catalogue, reach), sep="\n\n")
    return min(fault_count, 1)


if __name__ == "__main__":
    raise SystemExit(main())
