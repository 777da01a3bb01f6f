"""Questions about the answers to problems."""

from peygir.outlook.planning.models import ProblemAnswer


def problem_of_answer(answer_id: int) -> int | None:
    """Return the problem (an id) that a question is about; None for a number that is none."""
    return ProblemAnswer.objects.filter(pk=answer_id).values_list("problem_id", flat=True).first()
