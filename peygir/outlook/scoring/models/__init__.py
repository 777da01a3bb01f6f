"""The tables of scoring: schemes, months, marks, comparisons, appeals, weak points, flags, rankings, trials, mails."""

from peygir.outlook.scoring.models.answers import AnswerSample, SampledAnswer
from peygir.outlook.scoring.models.appeals import MarkAppeal
from peygir.outlook.scoring.models.comparisons import MonthComparison, MonthMix, UnitStanding
from peygir.outlook.scoring.models.gaming import GamingFlag, GamingFlagCase, GamingMonth, GamingRate
from peygir.outlook.scoring.models.jury import DecidedPlace, JuryNote, RankingCertificate, RankingDecision
from peygir.outlook.scoring.models.mailing import MarkMail, MarkMailChoice
from peygir.outlook.scoring.models.marks import CaseEffect, ManagerMark, MarkPart, NotCountedTotal, UnitMark
from peygir.outlook.scoring.models.months import MarkVersion, MonthCheck, ScoredMonth, ScoreSnapshot
from peygir.outlook.scoring.models.rankings import RankingSeason, SeasonOrder, SeasonRank
from peygir.outlook.scoring.models.schemes import MarkScheme
from peygir.outlook.scoring.models.trials import MarkTrial
from peygir.outlook.scoring.models.weak_points import WeakPoint

__all__ = [
    "AnswerSample",
    "CaseEffect",
    "DecidedPlace",
    "GamingFlag",
    "GamingFlagCase",
    "GamingMonth",
    "GamingRate",
    "JuryNote",
    "ManagerMark",
    "MarkAppeal",
    "MarkMail",
    "MarkMailChoice",
    "MarkPart",
    "MarkScheme",
    "MarkTrial",
    "MarkVersion",
    "MonthCheck",
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
