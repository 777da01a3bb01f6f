"""The tables of scoring: schemes, frozen months with their marks, appeals, and sampled answers."""

from peygir.outlook.scoring.models.answers import AnswerSample, SampledAnswer
from peygir.outlook.scoring.models.appeals import MarkAppeal
from peygir.outlook.scoring.models.marks import CaseEffect, ManagerMark, MarkPart, NotCountedTotal, UnitMark
from peygir.outlook.scoring.models.months import MarkVersion, MonthCheck, ScoredMonth, ScoreSnapshot
from peygir.outlook.scoring.models.schemes import MarkScheme

__all__ = [
    "AnswerSample",
    "CaseEffect",
    "ManagerMark",
    "MarkAppeal",
    "MarkPart",
    "MarkScheme",
    "MarkVersion",
    "MonthCheck",
    "NotCountedTotal",
    "SampledAnswer",
    "ScoreSnapshot",
    "ScoredMonth",
    "UnitMark",
]
