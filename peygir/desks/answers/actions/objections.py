"""Tells those who are to answer a citizen's objection, and the citizen what came of it, also of one to a look."""

from typing import Final

from peygir.cases.queries import case_as_it_is, report_of_citizen_in, report_said
from peygir.desks.answers.actions.notices import write_notices
from peygir.desks.answers.actions.to_reporters import write_to_reporters
from peygir.desks.answers.contact_channels import contact_channels_of
from peygir.desks.answers.models import WithdrawnReport
from peygir.history.kinds.objections import CitizenObjectionAnswered, CitizenObjectionRaised
from peygir.history.queries import event
from peygir.people.look_queries import objection_of_event

TOLD: Final = {
    CitizenObjectionAnswered.kind: "objection_answered",
    CitizenObjectionRaised.kind: "objection_raised",
}
"""Event kind → the kind of message that the reporter gets."""


def tell_of_objection(case_id: int, number: int) -> None:
    """Write a notice, and an email, to each person who is to answer an objection now; idempotent."""
    happened = event("case", case_id, number)
    write_notices("objection", case_id, happened, happened.data["told"])


def tell_objector(case_id: int, number: int) -> None:
    """Write to the reporter that the objection was answered, or that it went on without an answer; idempotent.

    A reporter who carried it on knows that already.
    """
    happened = event("case", case_id, number)
    if happened.kind == CitizenObjectionRaised.kind and not happened.data["unanswered"]:
        return
    report = report_said(happened.data["report"])
    if report is None or WithdrawnReport.objects.filter(report_id=report.pk).exists():
        return
    write_to_reporters(
        TOLD[happened.kind],
        case=case_as_it_is(case_id),
        reports=[report],
        channels=contact_channels_of([report]),
        number=number,
        answer="",
        data={},
    )


def tell_of_look_answer(citizen_id: int, number: int) -> None:
    """Write to a citizen that the inspectorate answered the objection to a look; its page has it. Idempotent."""
    answered = objection_of_event(event("citizen", citizen_id, number).data["objection"])
    report = report_of_citizen_in(answered.case_id, citizen_id) if answered is not None else None
    if answered is None or report is None or WithdrawnReport.objects.filter(report_id=report.pk).exists():
        return
    write_to_reporters(
        "look_answered",
        case=case_as_it_is(answered.case_id),
        reports=[report],
        channels=contact_channels_of([report]),
        number=number,
        answer="",
        data={},
    )
