"""What the specification of OParl 1.1 demands of each type: properties that must be there, and the type of each.

Written from the tables of https://oparl.org/spezifikation/ (OParl 1.1). Kinds: "url", "date", "moment", "text", "flag",
"number", "urls", "texts", "list" (the address of an external list), and a name of a type for an object inside, "[Name]"
for a list of them.
"""

import re
from datetime import date, datetime
from typing import Any, Final

BASE: Final = {"id": "url", "type": "url", "created": "moment", "modified": "moment", "deleted": "flag", "web": "url"}
NEEDED: Final[dict[str, set[str]]] = {
    "System": {"oparlVersion", "body"},
    "Body": {"name", "organization", "person", "meeting", "paper", "legislativeTerm"},
    "Organization": set(),
    "Person": set(),
    "Membership": set(),
    "Meeting": set(),
    "AgendaItem": {"order"},
    "Paper": set(),
    "Consultation": set(),
    "File": {"accessUrl"},
    "Location": set(),
}
"""Beside id, type, created and modified, which every object has."""
PROPERTIES: Final[dict[str, dict[str, str]]] = {
    "System": {"oparlVersion": "url", "body": "list", "name": "text", "website": "url"},
    "Body": {
        "system": "url",
        "name": "text",
        "website": "url",
        "legislativeTerm": "[LegislativeTerm]",
        "mainOrganization": "url",
        **dict.fromkeys(
            (
                "organization",
                "person",
                "meeting",
                "paper",
                "agendaItem",
                "consultation",
                "file",
                "locationList",
                "membership",
            ),
            "list",
        ),
    },
    "Organization": {
        "body": "url",
        "name": "text",
        "shortName": "text",
        "organizationType": "text",
        "subOrganizationOf": "url",
        "membership": "urls",
        "meeting": "list",
    },
    "Person": {"body": "url", "name": "text", "status": "texts", "membership": "[Membership]"},
    "Membership": {
        "person": "url",
        "organization": "url",
        "role": "text",
        "votingRight": "flag",
        "startDate": "date",
        "endDate": "date",
    },
    "Meeting": {
        "name": "text",
        "meetingState": "text",
        "cancelled": "flag",
        "start": "moment",
        "location": "Location",
        "organization": "urls",
        "invitation": "File",
        "resultsProtocol": "File",
        "agendaItem": "[AgendaItem]",
    },
    "AgendaItem": {
        "meeting": "url",
        "number": "text",
        "order": "number",
        "name": "text",
        "public": "flag",
        "consultation": "url",
        "result": "text",
        "resolutionText": "text",
    },
    "Paper": {
        "body": "url",
        "name": "text",
        "reference": "text",
        "date": "date",
        "paperType": "text",
        "mainFile": "File",
        "underDirectionOf": "urls",
        "consultation": "[Consultation]",
    },
    "Consultation": {
        "paper": "url",
        "agendaItem": "url",
        "meeting": "url",
        "organization": "urls",
        "authoritative": "flag",
    },
    "File": {
        "name": "text",
        "fileName": "text",
        "mimeType": "text",
        "accessUrl": "url",
        "meeting": "urls",
        "paper": "urls",
    },
    "Location": {"description": "text", "meetings": "urls"},
}
_URL: Final = re.compile(r"^https?://[^\s]+$")
_MOMENT: Final = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$")
_TYPE: Final = re.compile(r"^https://schema\.oparl\.org/1\.1/(\w+)$")


def faults_of(value: dict[str, Any]) -> list[str]:
    """Everything that the specification does not allow in an object, and in those inside it."""
    match = _TYPE.match(str(value.get("type", "")))
    if match is None:
        return [f"{value.get('id')}: no type"]
    name = match[1]
    needed = {"id", "type", "created", "modified"} | (set() if value.get("deleted") else NEEDED[name])
    faults = [f"{name}: {key} is missing" for key in sorted(needed - set(value))]
    known = BASE | PROPERTIES[name]
    for key, part in value.items():
        if key.startswith("peygir:"):
            continue
        if key not in known:
            faults.append(f"{name}: {key} is no property")
        else:
            faults += [f"{name}.{key}: {fault}" for fault in _faults(part, known[key])]
    return faults


def _faults(value: Any, kind: str) -> list[str]:
    if kind.startswith("["):
        inside = value if isinstance(value, list) else [None]
        return [fault for part in inside for fault in _faults(part, kind[1:-1])]
    if kind in PROPERTIES:
        return faults_of(value) if isinstance(value, dict) else ["is no object"]
    return [] if _fits(value, kind) else [f"{value!r} is no {kind}"]


def _fits(value: Any, kind: str) -> bool:
    if kind in ("urls", "texts"):
        return isinstance(value, list) and bool(value) and all(_fits(part, kind[:-1]) for part in value)
    if kind == "flag":
        return isinstance(value, bool)
    if kind == "number":
        return isinstance(value, int) and not isinstance(value, bool)
    if not isinstance(value, str) or not value:
        return False
    if kind in ("url", "list"):
        return _URL.match(value) is not None
    if kind == "moment":
        return _MOMENT.match(value) is not None and datetime.fromisoformat(value).tzinfo is not None
    return kind == "text" or date.fromisoformat(value).isoformat() == value
