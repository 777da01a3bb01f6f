"""Puts the question of a table together with the relations that it refers to."""

from typing import Final

from peygir.outlook.insight.lake.case_columns import CITY
from peygir.outlook.insight.lake.selecting import of_cases, of_others
from peygir.outlook.insight.lake.selecting.relations import CALENDAR, CASES, CONTACTS, ORDERS
from peygir.outlook.insight.lake.shapes import CASE, CONTACT, ORDER, LakeTable

QUESTIONS: Final = {
    "case": of_cases.CASE,
    "report": of_cases.REPORT,
    "promise": of_cases.PROMISE,
    "pause": of_cases.PAUSE,
    "referral": of_cases.REFERRAL,
    "message": of_cases.MESSAGE,
    "verdict": of_cases.VERDICT,
    "survey": of_cases.SURVEY,
    "inspection": of_cases.INSPECTION,
    "event": of_cases.EVENT,
    "contact": of_others.CONTACT,
    "order": of_others.ORDER,
    "cost": of_others.COST,
    "day": of_others.DAY,
    "topic": of_others.TOPIC,
    "district": of_others.DISTRICT,
    "neighbourhood": of_others.NEIGHBOURHOOD,
    "unit": of_others.UNIT,
    "agency": of_others.AGENCY,
}
"""The question of each table, by its name."""
BEGAN: Final = {CASE: "opened_at", CONTACT: "began_at", ORDER: "opened_at"}
"""The moment by which a subject has its partition."""
STORED_IN: Final = {CASE: "cases_case", CONTACT: "contacts_contact", ORDER: "fieldwork_workorder"}
_FILES: Final = {CASE: CASES, CONTACT: CONTACTS, ORDER: ORDERS, "": ""}
ALL: Final = "true"
_TYPES: Final = {"int64": "bigint", "string": "text", "date": "date", "timestamp": "timestamp"}


def in_month(subject: str) -> str:
    """The choice of what began from `since` up to, and without, `until`."""
    return f"one.{BEGAN[subject]} >= %(since)s AND one.{BEGAN[subject]} < %(until)s"


OF_IDS: Final = "one.id = ANY(%(ids)s)"
"""The choice of some by their numbers."""


def rows(table: LakeTable) -> str:
    """The rows of a table in the order and types of its columns, from the relations of `relations`."""
    columns = ", ".join(f'{_value(name)}::{_TYPES[kind]} AS "{name}"' for name, kind in table.kinds.items())
    return f"SELECT {columns} FROM ({QUESTIONS[table.name]}) AS found"  # noqa: S608 - constants


def _value(column: str) -> str:
    return "%(code)s" if column == CITY[0].name else f'"{column}"'


def subject_relation(subject: str, choice: str = ALL) -> str:
    """The relation of the subjects of a choice; "" for a table of names."""
    return _FILES[subject].replace("{choice}", choice)


def statement(table: LakeTable, choice: str = ALL) -> str:
    """The whole question of a table for a choice of its subjects."""
    parts = [part for part in (CALENDAR, subject_relation(table.subject, choice)) if part]
    return f"WITH {','.join(parts)} {rows(table)}"
