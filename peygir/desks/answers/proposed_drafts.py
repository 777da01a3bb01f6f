"""The draft that an answer form opens with: from the template that fits the case, else from confirmed answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core import signing
from django.db.models import Count

from peygir.cases.confirmed_answers import confirmed_answers
from peygir.cases.facts import CaseFacts
from peygir.core import clock
from peygir.desks.answers.draft_rules import (
    DraftOutcome,
    DraftSource,
    TemplateCandidate,
    best_wording,
    fitting_template,
)
from peygir.desks.answers.facts import TemplateFacts
from peygir.desks.answers.models import DraftUse
from peygir.desks.answers.template_rules import filled
from peygir.desks.answers.templates import template_values

RECENT: Final = timedelta(days=180)
FINISH: Final = "finish"
"""The only move whose answers citizens confirm."""
_SALT: Final = "peygir.proposed-draft"


@dataclass(frozen=True, slots=True)
class ProposedDraft:
    """A proposed text, and what it was made from; `template_id` is 0 for one from like cases."""

    text: str
    source: DraftSource
    template_id: int = 0
    title: str = ""

    def sealed(self) -> str:
        """The proposal, signed, for the form to bring back when the answer is sent."""
        return signing.dumps([self.text, self.source.value, self.template_id], salt=_SALT, compress=True)


@dataclass(frozen=True, slots=True)
class DraftCounts:
    """How many proposals from one source had each outcome."""

    source: DraftSource
    unchanged: int
    changed: int
    discarded: int

    @property
    def total(self) -> int:
        """All answers that were sent beside a proposal."""
        return self.unchanged + self.changed + self.discarded


def proposed_drafts(
    case: CaseFacts, templates: Sequence[TemplateFacts], *, language: str, verbs: Iterable[str]
) -> dict[str, ProposedDraft]:
    """The proposals for answers of these moves; the `templates` are those in the reporter's language.

    A template for the topic comes first, then the wording of like cases, then a template for all topics. One statement
    at most.
    """
    values = {name: text for name, text in template_values(case, language).items() if text}
    known = frozenset(values)
    drafts: dict[str, ProposedDraft] = {}
    for verb in verbs:
        of_verb = [one for one in templates if one.verb == verb]
        of_topic = fitting_template([_candidate(one) for one in of_verb if one.topic_id is not None], known=known)
        if of_topic is not None:
            drafts[verb] = _from_template(of_topic, of_verb, values)
            continue
        wording = ""
        if verb == FINISH:
            wording = best_wording(confirmed_answers(case, since=clock.now() - RECENT), language=language)
        general = fitting_template([_candidate(one) for one in of_verb if one.topic_id is None], known=known)
        if wording:
            drafts[verb] = ProposedDraft(wording, DraftSource.LIKE)
        elif general is not None:
            drafts[verb] = _from_template(general, of_verb, values)
    return drafts


def unsealed(value: str) -> ProposedDraft | None:
    """The proposal that a form brought back, or None where there is none that was sealed here."""
    try:
        text, source, template_id = signing.loads(value, salt=_SALT)
        return ProposedDraft(str(text), DraftSource.of(source), int(template_id))
    except (signing.BadSignature, KeyError, ValueError, TypeError):
        return None


def draft_counts(city_id: int, *, since: datetime) -> list[DraftCounts]:
    """How often proposals were sent unchanged, changed or discarded since a moment, by source; one statement."""
    rows = DraftUse.objects.filter(case__city_id=city_id, at__gte=since).values_list("source", "outcome")
    counted = {(source, outcome): count for source, outcome, count in rows.annotate(count=Count("pk"))}
    counts = [
        DraftCounts(source, *(counted.get((source.value, outcome.value), 0) for outcome in DraftOutcome))
        for source in DraftSource
    ]
    return [one for one in counts if one.total]


def _candidate(one: TemplateFacts) -> TemplateCandidate:
    far = (2 if one.unit_id is None else 0) + (1 if one.topic_id is None else 0)
    return TemplateCandidate(one.pk, far, one.body)


def _from_template(
    chosen: TemplateCandidate, templates: Sequence[TemplateFacts], values: dict[str, str]
) -> ProposedDraft:
    title = next(one.title for one in templates if one.pk == chosen.key)
    return ProposedDraft(filled(chosen.body, values), DraftSource.TEMPLATE, chosen.key, title)
