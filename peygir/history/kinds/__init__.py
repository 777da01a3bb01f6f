"""The catalogue of every event: one module for each kind of file, one class for each kind of event.

Import a class from its module. Importing this package fills the catalogue (`peygir.history.catalogue`).
"""

from typing import Final

from peygir.history.catalogue import catalogue
from peygir.history.kinds import (
    agendas,
    assets,
    boards,
    case_answers,
    case_moves,
    case_plans,
    case_sync,
    case_work,
    cases,
    centre,
    city,
    city_reports,
    contacts,
    costs,
    evidence,
    honours,
    inquiries,
    insight,
    inspection,
    orders,
    partners,
    people,
    planning,
    privacy,
    publications,
    rankings,
    roles,
    routing,
    scores,
    sessions,
    surveys,
    votes,
)

__all__ = [
    "agendas",
    "assets",
    "boards",
    "case_answers",
    "case_moves",
    "case_plans",
    "case_sync",
    "case_work",
    "cases",
    "centre",
    "city",
    "city_reports",
    "contacts",
    "costs",
    "evidence",
    "honours",
    "inquiries",
    "insight",
    "inspection",
    "orders",
    "partners",
    "people",
    "planning",
    "privacy",
    "publications",
    "rankings",
    "roles",
    "routing",
    "scores",
    "sessions",
    "surveys",
    "votes",
]

INTERNAL: Final = frozenset(kind for kind, known in catalogue().items() if known.is_internal)
"""The kinds that are written among staff and are no business of whoever holds a tracking code."""
