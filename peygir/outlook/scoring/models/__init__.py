"""The tables of scoring: schemes, frozen months with marks and comparisons, appeals, answers, weak points, rankings."""

from peygir.outlook.scoring.models.answers import AnswerSample, SampledAnswer
from peygir.outlook.scoring.models.appeals import MarkAppeal
from peygir.outlook.scoring.models.comparisons import MonthComparison, MonthMix, UnitStanding
from peygir.outlook.scoring.models.jury import DecidedPlace, JuryNote, RankingCertificate, RankingDecision
from peygir.outlook.scoring.models.marks import CaseEffect, ManagerMark, MarkPart, NotCountedTotal, UnitMark
from peygir.outlook.scoring.models.months import MarkVersion, ScoredMonth, ScoreSnapshot
from peygir.outlook.scoring.models.rankings import RankingSeason, SeasonOrder, SeasonRank
from peygir.outlook.scoring.models.schemes import MarkScheme
from peygir.outlook.scoring.models.weak_points import WeakPoint

__all__ = [
    "AnswerSample",
    "CaseEffect",
    "DecidedPlace",
    "JuryNote",
    "ManagerMark",
    "MarkAppeal",
    "MarkPart",
    "MarkScheme",
    "MarkVersion",
    "MonthComparison",
    "MonthMix",
    "NotCountedTotal",
    "RankingCertificate",
    "RankingDecision",
    "RankingSeason",
    "SampledAnswer",
    "ScoreSnapshot",
    "ScoredMonth",
    "SeasonOrder",
    "SeasonRank",
    "UnitMark",
    "UnitStanding",
    "WeakPoint",
]
