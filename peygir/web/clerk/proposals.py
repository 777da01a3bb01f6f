"""Answer templates and proposed drafts of a case's forms, and what a sent form brings back of its proposal."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.http import QueryDict

from peygir.cases.commands import BY_COMMAND
from peygir.cases.facts import CaseFacts, ReportFacts
from peygir.cases.judging import MoveJudgement
from peygir.cases.lifecycle import BY_VERB
from peygir.desks.answers.facts import TemplateFacts
from peygir.desks.answers.filling import language_of
from peygir.desks.answers.proposed_drafts import ProposedDraft, proposed_drafts, unsealed
from peygir.desks.answers.template_rules import VERBS
from peygir.desks.answers.templates import templates_for

SEALED: Final = "proposed"
"""The field that carries a form's proposal to the server and back."""


@dataclass(frozen=True, slots=True)
class AnswerHelp:
    """The templates of each open move in the reporter's language, the closest first; and the proposed drafts."""

    templates: Mapping[str, Sequence[TemplateFacts]] = field(default_factory=dict)
    proposals: Mapping[str, ProposedDraft] = field(default_factory=dict)


def answer_help(case: CaseFacts, moves: Iterable[MoveJudgement], reports: Sequence[ReportFacts]) -> AnswerHelp:
    """Return what helps to write the answers that are possible now; two statements, none if there is no answer."""
    verbs = [one.move.verb for one in moves if one.is_allowed and one.move.verb in VERBS]
    if not verbs:
        return AnswerHelp()
    language = language_of(reports[0]) if reports else "fa"
    in_language = [one for one in templates_for(case, verbs=verbs) if one.language == language]
    ready: dict[str, list[TemplateFacts]] = {}
    for one in in_language:
        ready.setdefault(one.verb, []).append(one)
    answers = [verb for verb in verbs if BY_COMMAND[verb].message or BY_VERB[verb].is_public]
    return AnswerHelp(ready, proposed_drafts(case, in_language, language=language, verbs=answers))


def proposed_in(posted: QueryDict) -> ProposedDraft | None:
    """Return the proposal that a sent form had opened with, if it had one."""
    value = posted.get(SEALED, "")
    return unsealed(value) if value else None
