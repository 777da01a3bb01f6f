"""The tables of scoring: schemes, frozen months with their marks and comparisons, appeals, answers, flags of gaming."""

from peygir.outlook.scoring.models.answers import AnswerSample, SampledAnswer
from peygir.outlook.scoring.models.appeals import MarkAppeal
from peygir.outlook.scoring.models.comparisons import MonthComparison, MonthMix, UnitStanding
from peygir.outlook.scoring.models.gaming import GamingFlag, GamingFlagCase, GamingMonth, GamingRate
from peygir.outlook.scoring.models.marks import CaseEffect, ManagerMark, MarkPart, NotCountedTotal, UnitMark
from peygir.outlook.scoring.models.months import MarkVersion, MonthCheck, ScoredMonth, ScoreSnapshot
from peygir.outlook.scoring.models.schemes import MarkScheme
from peygir.outlook.scoring.models.weak_points import WeakPoint

__all__ = [
    "AnswerSample",
    "CaseEffect",
    "GamingFlag",
    "GamingFlagCase",
    "GamingMonth",
    "GamingRate",
    "ManagerMark",
    "MarkAppeal",
    "MarkPart",
    "MarkScheme",
    "MarkVersion",
    "MonthCheck",
    "MonthComparison",
    "MonthMix",
    "NotCountedTotal",
    "SampledAnswer",
    "ScoreSnapshot",
    "ScoredMonth",
    "UnitMark",
    "UnitStanding",
    "WeakPoint",
]
