"""The clerk's verbs: the only place where a case or report changes."""

from peygir.cases.actions.file import (
    CaseHasChanged,
    MoveNotPossible,
    MoveNotYours,
    NoSuchCase,
    SomethingIsMissing,
    open_file,
    refuse_the_blind,
)
from peygir.cases.actions.joining import join_report, merge, split
from peygir.cases.actions.opening import NewReport, open_case
from peygir.cases.actions.verbs import (
    accept,
    assign,
    close,
    confirm,
    decline,
    finish,
    note,
    note_fact,
    read_case,
    refer,
    refer_out,
    reopen,
    return_case,
    schedule,
    set_due,
    wait,
    withdraw,
)

__all__ = [
    "CaseHasChanged", "MoveNotPossible", "MoveNotYours", "NewReport", "NoSuchCase", "SomethingIsMissing",
    "accept", "assign", "close", "confirm", "decline", "finish", "join_report", "merge", "note", "note_fact",
    "open_case", "open_file", "read_case", "refer", "refuse_the_blind", "refer_out", "reopen", "return_case", "schedule", "set_due",
    "split", "wait", "withdraw",
]  # fmt: skip
