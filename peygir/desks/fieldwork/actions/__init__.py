"""The actions of field work: the only place where visits, evidence, orders, crews and their plans change."""

from peygir.desks.fieldwork.actions.finishing import (
    MAX_FORM,
    EvidenceIsMissing,
    EvidenceLacks,
    FormIsTooLong,
    MoreEvidence,
    PhotoIsFar,
    PhotoIsFromAnotherTime,
    ReasonIsNotAllowed,
    finish_by_record,
    finish_work,
)
from peygir.desks.fieldwork.actions.needed_evidence import set_evidence_rule
from peygir.desks.fieldwork.actions.signals import (
    explain_signal,
    forget_reported_photos,
    look_at_evidence,
    look_at_results,
    picture_finders,
)
from peygir.desks.fieldwork.actions.work_evidence import (
    attach_photo,
    erase_evidence,
    keep_evidence_covers,
    prepare_evidence,
    record_visit,
    show_evidence,
)

__all__ = [
    "MAX_FORM",
    "EvidenceIsMissing",
    "EvidenceLacks",
    "FormIsTooLong",
    "MoreEvidence",
    "PhotoIsFar",
    "PhotoIsFromAnotherTime",
    "ReasonIsNotAllowed",
    "attach_photo",
    "erase_evidence",
    "explain_signal",
    "finish_by_record",
    "finish_work",
    "forget_reported_photos",
    "keep_evidence_covers",
    "look_at_evidence",
    "look_at_results",
    "picture_finders",
    "prepare_evidence",
    "record_visit",
    "set_evidence_rule",
    "show_evidence",
]
