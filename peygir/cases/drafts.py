"""What staff have typed into a case's forms and not sent."""

from peygir.cases.models import Case, Draft
from peygir.people.rules import Actor


def drafts_of(case: Case, by: Actor) -> dict[str, Draft]:
    """This person's drafts of a case, by form; one statement."""
    return {row.form: row for row in Draft.objects.filter(case=case, staff_id=by.id)}
