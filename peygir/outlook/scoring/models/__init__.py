"""The tables of scoring: schemes, frozen months with their marks, appeals, sampled answers, and gaming flags."""

from peygir.outlook.scoring.models.answers import AnswerSample, SampledAnswer
from peygir.outlook.scoring.models.appeals import MarkAppeal
from peygir.outlook.scoring.models.gaming import GamingFlag, GamingFlagCase, GamingMonth, GamingRate
from peygir.outlook.scoring.models.marks import CaseEffect, ManagerMark, MarkPart, NotCountedTotal, UnitMark
from peygir.outlook.scoring.models.months import MarkVersion, ScoredMonth, ScoreSnapshot
from peygir.outlook.scoring.models.schemes import MarkScheme

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
    "NotCountedTotal",
    "SampledAnswer",
    "ScoreSnapshot",
    "ScoredMonth",
    "UnitMark",
]
