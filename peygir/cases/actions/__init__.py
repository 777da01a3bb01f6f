"""The actions on cases: the only place where a case or report changes."""

from peygir.cases.actions.drafts import discard_draft, drop_draft, forget_old_drafts, keep_draft
from peygir.cases.actions.entries import note, read_case, record_event, set_due
from peygir.cases.actions.file import (
    CaseHasChanged,
    MoveNotPossible,
    MoveNotYours,
    NoSuchCase,
    OnlyLooks,
    SomethingIsMissing,
    WordsArePersonal,
    open_file,
    refuse_the_blind,
    refuse_who_only_looks,
)
from peygir.cases.actions.holding import part_reporter, prove_reporter
from peygir.cases.actions.joining import join_incident, join_report, merge, split
from peygir.cases.actions.opening import Filing, open_case
from peygir.cases.actions.publishing import CaseIsNotPublic, refuse_to_publish, show_note
from peygir.cases.actions.search_entries import archive_search_entries, write_search_entry
from peygir.cases.actions.verbs import (
    accept,
    assign,
    close,
    confirm,
    finish,
    move_with_note,
    refer,
    refer_out,
    reopen,
    return_case,
    wait,
    withdraw,
)

__all__ = [
    "CaseHasChanged",
    "CaseIsNotPublic",
    "Filing",
    "MoveNotPossible",
    "MoveNotYours",
    "NoSuchCase",
    "OnlyLooks",
    "SomethingIsMissing",
    "WordsArePersonal",
    "accept",
    "archive_search_entries",
    "assign",
    "close",
    "confirm",
    "discard_draft",
    "drop_draft",
    "finish",
    "forget_old_drafts",
    "join_incident",
    "join_report",
    "keep_draft",
    "merge",
    "move_with_note",
    "note",
    "open_case",
    "open_file",
    "part_reporter",
    "prove_reporter",
    "read_case",
    "record_event",
    "refer",
    "refer_out",
    "refuse_the_blind",
    "refuse_to_publish",
    "refuse_who_only_looks",
    "reopen",
    "return_case",
    "set_due",
    "show_note",
    "split",
    "wait",
    "withdraw",
    "write_search_entry",
]
