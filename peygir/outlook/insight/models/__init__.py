"""The tables of insight: alarms, estimates, saved questions with their boards and mails, publications, and reports."""

from peygir.outlook.insight.models.alarms import Alarm, AlarmCase, AlarmVerdict, AlarmWeek
from peygir.outlook.insight.models.estimates import EstimateLine, EstimateRun
from peygir.outlook.insight.models.publications import Publication, PublicationFile
from peygir.outlook.insight.models.reports import CityReport, CityReportFile, ReportTemplate
from peygir.outlook.insight.models.saved import (
    BoardTile,
    QuestionBoard,
    QuestionSubscription,
    SavedQuestion,
    SubscriptionMail,
)

__all__ = [
    "Alarm",
    "AlarmCase",
    "AlarmVerdict",
    "AlarmWeek",
    "BoardTile",
    "CityReport",
    "CityReportFile",
    "EstimateLine",
    "EstimateRun",
    "Publication",
    "PublicationFile",
    "QuestionBoard",
    "QuestionSubscription",
    "ReportTemplate",
    "SavedQuestion",
    "SubscriptionMail",
]
