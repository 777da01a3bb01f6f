"""The tables of field work: evidence and visits, work orders and their costs, crews, contracts, and what repeats."""

from peygir.desks.fieldwork.models.claims import Claim, ClaimPayment, ResponsibleParty
from peygir.desks.fieldwork.models.contracts import Contract, Contractor, ContractorLink, Penalty, Statement
from peygir.desks.fieldwork.models.costs import CostLine, CostShare, Currency, PastOrder, PriceItem
from peygir.desks.fieldwork.models.crews import Crew, CrewMember, CrewShift, CrewSkill
from peygir.desks.fieldwork.models.evidence import ERASED_FORM, Evidence, Visit
from peygir.desks.fieldwork.models.masked_calls import MaskedCall
from peygir.desks.fieldwork.models.needed_evidence import EvidenceRule, EvidenceStandIn
from peygir.desks.fieldwork.models.orders import OrderCase, OrderMaterial, OrderNote, OrderStep, WorkOrder
from peygir.desks.fieldwork.models.plans import Checklist, ChecklistStep, MaintenanceRule
from peygir.desks.fieldwork.models.route_plans import RoutePlan, UnloadingPlace
from peygir.desks.fieldwork.models.signals import EvidenceSignal

__all__ = [
    "ERASED_FORM",
    "Checklist",
    "ChecklistStep",
    "Claim",
    "ClaimPayment",
    "Contract",
    "Contractor",
    "ContractorLink",
    "CostLine",
    "CostShare",
    "Crew",
    "CrewMember",
    "CrewShift",
    "CrewSkill",
    "Currency",
    "Evidence",
    "EvidenceRule",
    "EvidenceSignal",
    "EvidenceStandIn",
    "MaintenanceRule",
    "MaskedCall",
    "OrderCase",
    "OrderMaterial",
    "OrderNote",
    "OrderStep",
    "PastOrder",
    "Penalty",
    "PriceItem",
    "ResponsibleParty",
    "RoutePlan",
    "Statement",
    "UnloadingPlace",
    "Visit",
    "WorkOrder",
]
