"""Records what became of a proposed draft, for the figures on how well drafts are proposed."""

from peygir.cases.models import Case
from peygir.core import clock
from peygir.desks.answers.draft_rules import outcome_of
from peygir.desks.answers.models import AnswerTemplate, DraftUse
from peygir.desks.answers.proposed_drafts import ProposedDraft


def record_draft_use(case: Case, verb: str, *, proposed: ProposedDraft, sent: str) -> None:
    """Record what became of a proposal, after the move that sent `sent`; the caller has opened the file.

    Idempotent for one event. A template that is gone is not named.
    """
    known = AnswerTemplate.objects.filter(pk=proposed.template_id, city_id=case.city_id).values_list("pk", flat=True)
    use = DraftUse(
        case=case,
        number=case.event_count,
        verb=verb,
        source=proposed.source,
        template_id=known.first() if proposed.template_id else None,
        outcome=outcome_of(proposed.text, sent),
        at=clock.now(),
    )
    DraftUse.objects.bulk_create([use], ignore_conflicts=True)
