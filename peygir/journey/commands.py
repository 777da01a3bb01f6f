"""Applies a person's commands that involve several desks, each in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final, TypedDict, Unpack

from django.db import transaction

from peygir.cases import actions as cases
from peygir.cases.commands import COMMANDS
from peygir.cases.models import Case
from peygir.cases.questions import SurveyAnswer
from peygir.desks.answers import actions as answers
from peygir.desks.answers.proposed_drafts import ProposedDraft
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.intake import actions as intake
from peygir.desks.intake.publishing import actions as publishing
from peygir.desks.promises import actions as promises
from peygir.desks.routing import actions as routing
from peygir.desks.understanding import actions as understanding
from peygir.people.rules import Actor, Proof


class CommandValues(TypedDict, total=False):
    """The values of a command, by the keys of `cases.commands.FIELDS`; each command reads its own and no others.

    `lat` and `lon` (degrees) may stand in place of a `label`; of “done” they are where the photo was taken, with
    `taken_at`. `is_photo_shown`: the photo of the work is for everybody; pages alone send it. `before`, `signature`,
    `answers` and `stand_in` are what the rule of a topic may ask for (`fieldwork.MoreEvidence`).
    """

    unit_id: int | None
    agency_id: int | None
    topic_id: int | None
    assignee_id: int | None
    note: str
    reason: str
    kind: str
    into: str
    means: str
    reference: str
    form: str
    label: str
    photo: bytes | None
    is_photo_shown: bool
    lat: float | None
    lon: float | None
    until: datetime | None
    before: bytes | None
    signature: bytes | None
    answers: Mapping[str, str]
    stand_in: str
    taken_at: datetime | None


def _refer(case: Case, by: Actor, given: CommandValues) -> None:
    routing.refer_by_person(case, unit_id=given["unit_id"], note=given.get("note", ""), by=by)


def _refer_out(case: Case, by: Actor, given: CommandValues) -> None:
    routing.refer_out_by_person(
        case,
        agency_id=given["agency_id"],
        note=given.get("note", ""),
        means=given.get("means", ""),
        reference=given.get("reference", ""),
        by=by,
    )


def _topic(case: Case, by: Actor, given: CommandValues) -> None:
    """Another topic has other hours: the promises are given anew, counted from the same first report."""
    understanding.correct_case(case, topic_id=given["topic_id"], note=given.get("note", ""), by=by)
    promises.renew_promises(case)


def _done(case: Case, by: Actor, given: CommandValues) -> None:
    fieldwork.finish_work(
        case,
        answer=given.get("note", ""),
        photo=given.get("photo"),
        form=given.get("form", ""),
        is_photo_shown=given.get("is_photo_shown", False),
        more=fieldwork.MoreEvidence(
            before=given.get("before"),
            signature=given.get("signature"),
            answers=given.get("answers") or {},
            lat=given.get("lat"),
            lon=given.get("lon"),
            taken_at=given.get("taken_at"),
            stand_in=given.get("stand_in", ""),
        ),
        by=by,
    )


_Action = Callable[[Case, Actor, CommandValues], None]


def _with_note(verb: str) -> _Action:
    return lambda case, by, g: cases.move_with_note(case, verb, note=g.get("note", ""), by=by)


# The actions of the rows of `cases.commands.COMMANDS`; a move that is not here needs no more than its text.
_OWN_ACTIONS: Final[dict[str, _Action]] = {
    "refer": _refer,
    "return": lambda case, by, g: cases.return_case(case, reason=g["reason"], note=g.get("note", ""), by=by),
    "accept": lambda case, by, g: cases.accept(case, by=by),
    "assign": lambda case, by, g: cases.assign(case, assignee_id=g.get("assignee_id"), note=g.get("note", ""), by=by),
    "wait": lambda case, by, g: cases.wait(
        case, reason=g["reason"], until=g.get("until"), note=g.get("note", ""), by=by
    ),
    "refer_out": _refer_out,
    "finish": _done,
    "confirm": lambda case, by, g: cases.confirm(case, by=by),
    "reopen": lambda case, by, g: cases.reopen(case, note=g.get("note", ""), why="staff", by=by),
    "close": lambda case, by, g: cases.close(case, kind=g["kind"], note=g.get("note", ""), by=by),
    "merge": lambda case, by, g: cases.merge(case, into=g["into"], note=g.get("note", ""), by=by),
    "split": lambda case, by, g: cases.split(case, note=g.get("note", ""), by=by),
    "withdraw": lambda case, by, g: cases.withdraw(case, note=g.get("note", ""), by=by),
    "note": lambda case, by, g: cases.note(case, text=g.get("note", ""), by=by),
    "topic": _topic,
    "place": lambda case, by, g: understanding.correct_place(
        case, label=g.get("label", ""), lat=g.get("lat"), lon=g.get("lon"), note=g.get("note", ""), by=by
    ),
    "visit": lambda case, by, g: fieldwork.record_visit(case, note=g.get("note", ""), photo=g.get("photo"), by=by),
    "ask_replan": lambda case, by, g: promises.ask_replan(
        case, reason=g["reason"], until=g.get("until"), note=g.get("note", ""), by=by
    ),
    "decide_replan": lambda case, by, g: promises.decide_replan(case, kind=g["kind"], note=g.get("note", ""), by=by),
}
ACTIONS: Final[dict[str, _Action]] = {
    **{command.verb: _with_note(command.verb) for command in COMMANDS if command.move is not None},
    **_OWN_ACTIONS,
}


def apply_command(
    code: str,
    verb: str,
    *,
    by: Actor,
    version: int | None,
    draft: str = "",
    proposed: ProposedDraft | None = None,
    **given: Unpack[CommandValues],
) -> int:
    """Apply a command to a case; `version` is what the person saw. Returns the new version.

    The person's `draft` of that form, if named, is deleted. What became of the answer that was `proposed` is recorded.

    Raises the refusals of `cases.open_file` and of the move; a case that this person may not see counts as missing.
    """
    with cases.open_file(code=code, version=version) as case:
        cases.refuse_who_only_looks(case, by)
        ACTIONS[verb](case, by, given)
        if draft:
            cases.drop_draft(case, form=draft, by=by)
        if proposed is not None:
            answers.record_draft_use(case, verb, proposed=proposed, sent=given.get("note", ""))
        return case.version


_SHOWN: Final = {"report": publishing.show_photo, "work": fieldwork.show_evidence, "answer": cases.show_note}
SHOWABLE: Final = frozenset((*_SHOWN, "words"))


def show_to_everybody(code: str, kind: str, *, number: int, is_shown: bool, by: Actor, text: str = "") -> None:
    """Publish a photo, a report's text or a doubtful answer of the unit on the case's public page, or hide it.

    `text`: the reporter's text as the person has masked it; if empty, everything that is or may be personal is masked.
    No version is required: whether a photo may be public does not depend on what else changed meanwhile.
    """
    with cases.open_file(code=code) as case:
        cases.refuse_who_only_looks(case, by)
        if kind == "words":
            publishing.show_words(case, number, is_shown=is_shown, by=by, covered=text)
        else:
            _SHOWN[kind](case, number, is_shown=is_shown, by=by)


def answer_question(
    report_id: int,
    *,
    is_fixed: bool,
    reason: str,
    photos_raw: Sequence[bytes],
    channel: str,
    by: Actor,
    is_between: bool = False,
    proof: Proof = "",
) -> None:
    """Record a reporter's verdict with the photos that show it: both are kept, or neither.

    `proof`: how answering proves that the report's phone is theirs. `is_between`: done, but not satisfied; only surveys
    ask for it. Raises what `answers.give_verdict`, `answers.answer_survey` and `intake.add_photos` raise.
    """
    with transaction.atomic():
        if proof:
            answers.own_reports([report_id], proof=proof, by=by)
        if is_between:
            answers.answer_survey(report_id, answer=SurveyAnswer.UNSATISFIED, reason=reason, channel=channel, by=by)
            return
        answers.give_verdict(report_id, is_fixed=is_fixed, reason=reason, channel=channel, by=by)
        if photos_raw:
            intake.add_photos(report_id, photos_raw=photos_raw, by=by)
