"""The photos of a case's page: of the reports and of the work, the two that show the change, forms and signatures."""

from collections.abc import Sequence
from typing import Any, Protocol

from django.urls import reverse
from django.utils.translation import gettext as _

from peygir.cases.facts import CaseFacts
from peygir.core.json_values import number_in
from peygir.desks.fieldwork import queries as fieldwork
from peygir.desks.fieldwork.evidence_words import EvidencePart, EvidenceRole, StandInReason
from peygir.desks.fieldwork.facts import EvidenceFacts
from peygir.desks.inspection.forms import filled_in_case
from peygir.history.kinds.case_work import CaseInspected
from peygir.web.clerk.case_contents import CaseContents
from peygir.web.kit.parts import PhotoPart, pair_of
from peygir.web.kit.templatetags.ui import in_language
from peygir.web.kit.typed_forms import AnswerLine, answer_lines


class ShownPicture(Protocol):
    """A picture of a report, or of the work."""

    @property
    def id(self) -> int: ...
    @property
    def state(self) -> str: ...


def photo_parts(case: CaseFacts, contents: CaseContents) -> dict[str, Any]:
    """Return the reporters' pictures and those of the work, the two that show the change, and evidence as text."""
    reported = [_photo(case.code, "report", one, _("Photo of the report"), "") for one in contents.pictures]
    work = [piece for piece in contents.evidence if piece.kind == "photo"]
    visited = {visit.evidence_id for visit in fieldwork.visits_of(case.pk)} if work else set()
    visited |= {number_in(event.data, "evidence") for event in contents.events if event.kind == CaseInspected.kind}
    begun = [one for one in work if one.role == EvidenceRole.BEFORE]
    before = [_photo(case.code, "work", one, _("Photo from before the work"), _("before")) for one in begun]
    seen = [_photo(case.code, "work", one, _("Photo of the visit"), _("visit")) for one in work if one.pk in visited]
    after = [one for one in work if one.pk not in visited and one.role != EvidenceRole.BEFORE]
    done = [_photo(case.code, "work", one, _("Photo of the work"), _("after")) for one in after]
    signed = [piece for piece in contents.evidence if piece.kind == "sign"]
    signatures = [_photo(case.code, "work", one, _("Signature"), _("signature")) for one in signed]
    return {
        "photos": reported + seen + before + done + signatures,
        "pair": pair_of(before or reported, done),
        "evidence": [piece for piece in contents.evidence if piece.kind == "form"],
        "answer_lines": _answer_lines(case, contents.evidence) + _inspected_lines(case, contents),
    }


def _inspected_lines(case: CaseFacts, contents: CaseContents) -> list[AnswerLine]:
    """Return what inspectors filled in; no statement where nobody looked."""
    if not any(event.kind == CaseInspected.kind for event in contents.events):
        return []
    return [
        AnswerLine(_("Inspection: %(field)s") % {"field": line.label}, line.words)
        for filled in filled_in_case(case.pk)
        for line in answer_lines(filled.fields, filled.answers)
    ]


def _answer_lines(case: CaseFacts, evidence: Sequence[EvidenceFacts]) -> list[AnswerLine]:
    """Return the answers to the form of the topic's rule, and the reasons that stood in; nothing for most cases."""
    filled = [piece for piece in evidence if piece.answers]
    fields = fieldwork.needs_of(case).fields if filled else ()
    lines = [line for piece in filled for line in answer_lines(fields, piece.answers or {})]
    if evidence:
        parts, reasons = EvidencePart.labels(), StandInReason.labels()
        lines += [
            AnswerLine(
                _("Without %(part)s") % {"part": in_language(parts[part].inside())}, in_language(reasons[reason])
            )
            for part, reason in fieldwork.stand_ins_of(case.pk)
        ]
    return lines


def _photo(code: str, kind: str, picture: ShownPicture, alt: str, tag: str) -> PhotoPart:
    if picture.state == "ready":
        number = picture.id
        return PhotoPart(
            alt,
            reverse("case_photo", args=[code, kind, number, "full"]),
            reverse("case_photo", args=[code, kind, number, "thumb"]),
            tag,
        )
    is_pending = picture.state == "pending"
    return PhotoPart(_("The photo is being made ready.") if is_pending else _("This photo could not be read."))
