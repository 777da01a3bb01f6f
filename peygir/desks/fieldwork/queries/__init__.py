"""The questions of field work: visits, evidence, orders, crews and their plans."""

from peygir.desks.fieldwork.queries.needed_evidence import (
    EvidenceRuleFacts,
    StandInCount,
    evidence_rules,
    needs_of,
    rule_of,
    stand_in_counts,
    stand_ins_of,
)
from peygir.desks.fieldwork.queries.signals import (
    SignalFacts,
    SignalScope,
    may_explain,
    scope_of_signals,
    signal_counts,
    signals,
    signals_of,
)
from peygir.desks.fieldwork.queries.work_evidence import (
    cases_of_pictures,
    cases_with_evidence,
    evidence,
    evidence_of,
    files_in_use,
    is_signature,
    raw_names,
    visits_of,
)

__all__ = [
    "EvidenceRuleFacts",
    "SignalFacts",
    "SignalScope",
    "StandInCount",
    "cases_of_pictures",
    "cases_with_evidence",
    "evidence",
    "evidence_of",
    "evidence_rules",
    "files_in_use",
    "is_signature",
    "may_explain",
    "needs_of",
    "raw_names",
    "rule_of",
    "scope_of_signals",
    "signal_counts",
    "signals",
    "signals_of",
    "stand_in_counts",
    "stand_ins_of",
    "visits_of",
]
