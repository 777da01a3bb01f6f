"""The tables of field work: evidence and visits, work orders, crews, contracts, checklists, and maintenance rules."""

from peygir.desks.fieldwork.models.contracts import Contract, Contractor
from peygir.desks.fieldwork.models.crews import Crew, CrewMember, CrewShift, CrewSkill
from peygir.desks.fieldwork.models.evidence import ERASED_FORM, Evidence, Visit
from peygir.desks.fieldwork.models.needed_evidence import EvidenceRule, EvidenceStandIn
from peygir.desks.fieldwork.models.orders import OrderCase, OrderMaterial, OrderNote, OrderStep, WorkOrder
from peygir.desks.fieldwork.models.plans import Checklist, ChecklistStep, MaintenanceRule
from peygir.desks.fieldwork.models.signals import EvidenceSignal

__all__ = [
    "ERASED_FORM",
    "Checklist",
    "ChecklistStep",
    "Contract",
    "Contractor",
    "Crew",
    "CrewMember",
    "CrewShift",
    "CrewSkill",
    "Evidence",
    "EvidenceRule",
    "EvidenceSignal",
    "EvidenceStandIn",
    "MaintenanceRule",
    "OrderCase",
    "OrderMaterial",
    "OrderNote",
    "OrderStep",
    "Visit",
    "WorkOrder",
]
