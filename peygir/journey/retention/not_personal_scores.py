"""The columns of text of scoring, which is about units and their staff, that hold no personal data of citizens."""

from typing import Final

OF_SCORING: Final[dict[str, str]] = {
    "scoring_answersample": "seed",
    "scoring_caseeffect": "why",
    "scoring_decidedplace": "category basis reason",
    "scoring_gamingflag": "kind figures finding",
    "scoring_gamingmonth": "rates",
    "scoring_gamingrate": "kind set_by",
    "scoring_managermark": "role",
    "scoring_markappeal": "indicator why outcome proposed",
    "scoring_markpart": "indicator group state counts",
    "scoring_markscheme": "content digest state",
    "scoring_marktrial": "kind asked result",
    "scoring_markversion": "digest",
    "scoring_monthcheck": "digest differences",
    "scoring_monthcomparison": "trained_on coefficients digest",
    "scoring_monthmix": "digest content",
    "scoring_notcountedtotal": "rule",
    "scoring_rankingcertificate": "code",
    "scoring_rankingdecision": "salt digest state",
    "scoring_rankingseason": "terms digest state",
    "scoring_sampledanswer": "author points",
    "scoring_scoresnapshot": "digest content",
    "scoring_seasonorder": "months digest",
    "scoring_seasonrank": "category",
    "scoring_unitmark": "state groups",
    "scoring_unitstanding": "indicator peers band funnel",
    "scoring_weakpoint": "indicator topic_code district_code months cases answer",
}
