"""What `./run bench` measures by an option alone: the module of `lab.bench`, and what it says of itself."""

from typing import Final

ABOUT: Final = {
    "scores": "200 simulated cities: ranks, shrinkage, heaps, labels",
    "alarms": "a simulated year of weekly counts with 30 outbreaks",
    "gaming": "200 simulated cities: false and missed flags of gaming",
    "portfolio": "500 candidates, 11 districts, 1,000 draws",
    "same-photo": "search copies among a million hashes of photos",
    "signals": "detection and false alarms of signals about evidence",
    "places": "search 200,000 made-up names of places",
    "month-closing": "close one of 24 months among a million cases",
    "assets": "import 200,000 assets, and find the nearest of a topic",
    "lake": "questions to 20 million made-up cases, beside bare DuckDB",
    "ballots": "cast and count 2,000 ballots of a vote",
    "record": "prove one of 10 million events, and sign the head over 1 million files",
    "explore": "50 questions to a running server",
    "drop-box": "answers of the drop box to known and to unknown words",
    "report": "compose a year's report of a city of 100,000 cases",
    "upgrade": "migrate a million cases of a former version's tables",
    "recovery": "base backups, a recovery to a second before a DELETE, a killed primary with a standby",
    "behind": "turn the pages of 17,000 cases behind a figure",
    "attack": "attacks on the published files of a city of 20,000 cases",
}
"""Options with what they measure."""
STEPS: Final = {"places": "place_search", "report": "city_report"} | {
    name.replace("-", "_"): name.replace("-", "_") for name in ABOUT if name not in ("places", "report")
}
"""Options whose module of `lab.bench` gives figures by name, and says whether they are good."""
