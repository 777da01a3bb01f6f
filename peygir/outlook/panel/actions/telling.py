"""Tells who leads a unit of an answer that is owed to the panel, and who keeps the panel of a petition that waits."""

from django.conf import settings

from peygir.city import queries as city
from peygir.core.translation import languages
from peygir.desks.answers import actions as answers
from peygir.history.kinds.panel import PanelAnswerLate, PanelAnswerNotRead, PanelAnswerVeryLate
from peygir.history.queries import event
from peygir.outlook.panel.models import OwedAnswer, Petition
from peygir.outlook.panel.seeing import may_see_owed
from peygir.people.channels import Channel
from peygir.people.models import Staff
from peygir.people.permissions import Permission
from peygir.people.queries import actor_of, leaders_of_unit, staff_who_work
from peygir.people.role_cache import roles_that_may

_TO_THE_UNIT_ABOVE = frozenset({PanelAnswerNotRead.kind, PanelAnswerLate.kind})


def tell_of_owed(owed_id: int, number: int) -> None:
    """Tell the leaders of the unit; once it is late or was not read those of the unit above; then the mayor's desk.

    Who keeps the panel is told of what is late. A repeated delivery writes nothing.
    """
    row = OwedAnswer.objects.select_related("finding", "petition").get(pk=owed_id)
    happened = event(OwedAnswer.history_file, owed_id, number)
    people = {person.pk: person for person in _people(row, happened.kind)}
    unit = city.unit(row.unit_id)
    language = city.city_by_id(unit.city_id).language if unit is not None else "fa"
    language = language if language in languages() else "fa"
    values = {"what": subject_of(row), "link": f"{settings.PUBLIC_URL}/desk/panel/owed/{row.pk}/"}

    def write_message(person: Staff) -> None:
        if person.email:
            answers.say("panel_owed", channel=Channel.MAIL, address=person.email, language=language, values=values)

    answers.tell_of_file(
        people.values(),
        file=OwedAnswer.history_file,
        file_id=owed_id,
        happened=happened,
        write_message=write_message,
    )


def tell_of_review(petition_id: int, number: int) -> None:
    """Tell who keeps the panel that nobody looked at a petition in time, and then that it opened by itself: a notice.

    A repeated delivery writes nothing.
    """
    answers.tell_of_file(
        staff_who_work(roles_that_may(Permission.KEEP_PANEL)),
        file=Petition.history_file,
        file_id=petition_id,
        happened=event(Petition.history_file, petition_id, number),
        write_message=lambda _person: None,
    )


def subject_of(row: OwedAnswer) -> str:
    """Return the title of what an owed answer is about."""
    if row.finding is not None:
        return str(row.finding.title)
    return str(row.petition.title) if row.petition is not None else ""


def _people(row: OwedAnswer, kind: str) -> list[Staff]:
    """Who is told of this step; only those who may open the page."""
    people = leaders_of_unit(row.unit_id)
    chain = city.unit_chain(row.unit_id)
    if kind in _TO_THE_UNIT_ABOVE:
        people += [person for unit in chain[1:2] for person in leaders_of_unit(unit.id)]
    if kind == PanelAnswerVeryLate.kind:
        people += [person for unit in chain[1:] for person in leaders_of_unit(unit.id)]
    if kind in (PanelAnswerLate.kind, PanelAnswerVeryLate.kind):
        people += staff_who_work(roles_that_may(Permission.KEEP_PANEL))
    return [person for person in people if may_see_owed(actor_of(person), row.unit_id)]
