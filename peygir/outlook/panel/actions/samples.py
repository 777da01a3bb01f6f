"""Keeps what each member says of the cases of a month that the panel judges."""

from collections.abc import Collection
from typing import Final

from django.db import transaction

from peygir.cases.actions.file import refuse_the_personal
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain
from peygir.history.kinds.panel import PanelCaseJudged
from peygir.outlook.panel.actions.opening import as_citizen, open_as_member, record_in, refuse_interest
from peygir.outlook.panel.models import PanelJudgement, PanelSampleCase
from peygir.outlook.panel.states import AnswerView, SolvedView

LONGEST_NOTE: Final = 500


class NoSuchSampledCase(Missing):
    """There is no such case in a sample of this panel."""

    message = _("There is no such case in the month's sample.")


class JudgingIsOver(Conflict):
    """The days in which members judge are over."""

    message = _("The cases of this month can be judged no longer.")


class JudgementIsNotRight(Invalid):
    """An answer is missing or none of the list."""

    message = _("Please choose one of the answers to each question.")


@transaction.atomic
def judge_case(term_id: int, sampled_id: int, *, solved: str, answer: str, note: str, own: Collection[int]) -> None:
    """Keep what a member says of a case of the sample, in place of what the member said before.

    Raises NoSuchPanel, NotOfThePanel, PanelIsNotAtWork, NoSuchSampledCase, JudgingIsOver, MemberHasInterest,
    JudgementIsNotRight, WordsArePersonal.
    """
    term, member = open_as_member(own, term_id=term_id)
    row = PanelSampleCase.objects.select_related("sample", "case").filter(pk=sampled_id, sample__term=term).first()
    if row is None:
        raise NoSuchSampledCase()
    refuse_interest(member, unit_id=row.case.unit_id, district_id=row.case.district_id)
    now = clock.now()
    if city.day_of(term.city_id, now) > row.sample.due_on:
        raise JudgingIsOver()
    if solved not in SolvedView.labels() or answer not in AnswerView.labels():
        raise JudgementIsNotRight()
    note = plain(note)[:LONGEST_NOTE]
    refuse_the_personal(note)
    PanelJudgement.objects.update_or_create(
        case=row, member=member, defaults={"solved": solved, "answer": answer, "note": note, "at": now}
    )
    event = PanelCaseJudged(
        first_on=row.sample.first_on.isoformat(), case=row.number, member=member.number, solved=solved
    )
    record_in(term, event, by=as_citizen(member.citizen_id))
