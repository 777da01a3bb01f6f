"""What staff have typed into a case's forms and not sent."""

from django.db.models import QuerySet

from peygir.cases.facts import CaseFacts
from peygir.cases.models import Draft
from peygir.people.rules import Actor
from peygir.storage.prepared import prepared


def drafts_of(case: CaseFacts, by: Actor) -> dict[str, Draft]:
    """This person's drafts of a case, by form; one statement."""
    return {row.form: row for row in _drafts(case.pk, by.id)}


@prepared
def _drafts(case_id: int, staff_id: int) -> QuerySet[Draft]:
    return Draft.objects.filter(case_id=case_id, staff_id=staff_id)
