"""The actions of field work: the only place where visits, evidence, orders, crews and their plans change."""

from peygir.desks.fieldwork.actions.work_evidence import (
    MAX_FORM,
    EvidenceIsMissing,
    FormIsTooLong,
    attach_photo,
    erase_evidence,
    finish_by_record,
    finish_work,
    keep_evidence_covers,
    prepare_evidence,
    record_visit,
    show_evidence,
)

__all__ = [
    "MAX_FORM",
    "EvidenceIsMissing",
    "FormIsTooLong",
    "attach_photo",
    "erase_evidence",
    "finish_by_record",
    "finish_work",
    "keep_evidence_covers",
    "prepare_evidence",
    "record_visit",
    "show_evidence",
]
