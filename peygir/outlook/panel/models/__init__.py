"""The tables of the citizens' panel."""

from peygir.outlook.panel.models.findings import (
    OwedAnswer,
    PanelBallot,
    PanelFinding,
    PanelFindingCase,
    PanelMotion,
)
from peygir.outlook.panel.models.petitions import Petition, PetitionKey, PetitionSignature
from peygir.outlook.panel.models.samples import (
    PanelJudgement,
    PanelSample,
    PanelSampleCase,
    PanelSampleList,
    PanelVisit,
)
from peygir.outlook.panel.models.sessions import PanelAgendaItem, PanelAttendance, PanelSession
from peygir.outlook.panel.models.terms import (
    PanelInterest,
    PanelMember,
    PanelTerm,
    PanelVolunteer,
    PanelWatch,
)

__all__ = [
    "OwedAnswer",
    "PanelAgendaItem",
    "PanelAttendance",
    "PanelBallot",
    "PanelFinding",
    "PanelFindingCase",
    "PanelInterest",
    "PanelJudgement",
    "PanelMember",
    "PanelMotion",
    "PanelSample",
    "PanelSampleCase",
    "PanelSampleList",
    "PanelSession",
    "PanelTerm",
    "PanelVisit",
    "PanelVolunteer",
    "PanelWatch",
    "Petition",
    "PetitionKey",
    "PetitionSignature",
]
