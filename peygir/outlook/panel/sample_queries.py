"""Questions about the month's samples: their cases, what members said, and the estimate."""

from collections import Counter
from typing import Final

from django.db.models import QuerySet

from peygir.cases.models import Case
from peygir.cases.public import shown
from peygir.city import queries as city
from peygir.core.false_closure import SampledVisit, estimate
from peygir.core.translation import Names
from peygir.desks.inspection.drawing import lot_of
from peygir.outlook.panel.facts import SampledFacts, SampleFacts
from peygir.outlook.panel.models import PanelJudgement, PanelSample, PanelSampleCase, PanelSampleList
from peygir.outlook.panel.rules import view_of_panel
from peygir.outlook.panel.states import SolvedView

_NOT_SOLVED: Final = (SolvedView.NO, SolvedView.PARTLY)
_COLUMNS: Final = (
    "id",
    "number",
    "marks",
    "chance",
    "case__code",
    "case__unit_id",
    "case__district_id",
    "case__topic_id",
    "case__city_id",
)


def samples(term_id: int) -> list[SampleFacts]:
    """Return the samples of a panel with their estimates, the newest first; three statements."""
    return _samples(PanelSample.objects.filter(term_id=term_id).order_by("-first_on"))


def sample(city_id: int, sample_id: int) -> SampleFacts | None:
    """Return one sample of this city; None for a number that is none."""
    return next(iter(_samples(PanelSample.objects.filter(pk=sample_id, term__city_id=city_id))), None)


def sampled(sample_id: int, member_id: int = 0) -> list[SampledFacts]:
    """Return the cases of a sample by number, with what this member said of each; two statements."""
    return _sampled(PanelSampleCase.objects.filter(sample_id=sample_id), member_id)


def sampled_case(term_id: int, sampled_id: int, member_id: int) -> tuple[SampledFacts, SampleFacts] | None:
    """Return one case of a sample of this panel, and the sample; None for a number that is none."""
    rows = PanelSampleCase.objects.filter(pk=sampled_id, sample__term_id=term_id)
    facts = next(iter(_sampled(rows, member_id)), None)
    of_sample = next(iter(_samples(PanelSample.objects.filter(cases__pk=sampled_id, term_id=term_id))), None)
    return (facts, of_sample) if facts is not None and of_sample is not None else None


def list_of_sample(city_id: int, sample_id: int) -> list[tuple[str, float, float]]:
    """Return (code, weight, lot) of each case from which a sample was drawn, by code; nothing for an older sample.

    The code is "" if the case is no longer public; its lot says whether it was drawn.
    """
    row = PanelSampleList.objects.filter(sample_id=sample_id, sample__term__city_id=city_id).first()
    if row is None:
        return []
    codes = [code for code, _weight in row.cases]
    public = set(Case.objects.filter(shown(city_id), city_id=city_id, code__in=codes).values_list("code", flat=True))
    seed = row.sample.seed
    return [(code if code in public else "", weight, lot_of(seed, code, 1)) for code, weight in row.cases]


def own_judgement(sampled_id: int, member_id: int) -> tuple[str, str, str]:
    """Return what a member said of a case: (solved, answer, note); empty for nothing."""
    rows = PanelJudgement.objects.filter(case_id=sampled_id, member_id=member_id)
    return rows.values_list("solved", "answer", "note").first() or ("", "", "")


def _sampled(rows: QuerySet[PanelSampleCase], member_id: int) -> list[SampledFacts]:
    stored = list(rows.order_by("number").values_list(*_COLUMNS))
    views: dict[int, Counter[str]] = {row[0]: Counter() for row in stored}
    answers: dict[int, Counter[str]] = {row[0]: Counter() for row in stored}
    own: dict[int, str] = {}
    judged = PanelJudgement.objects.filter(case_id__in=list(views))
    for case_id, by, solved, answer in judged.values_list("case_id", "member_id", "solved", "answer"):
        views[case_id][solved] += 1
        answers[case_id][answer] += 1
        if by == member_id:
            own[case_id] = solved
    return [
        SampledFacts(
            id=pk,
            number=number,
            code=code,
            unit_id=unit_id,
            district_id=district_id,
            topic=_topic(city_id, topic_id),
            unit=_unit(unit_id),
            marks=tuple(marks),
            chance=chance,
            views=views[pk],
            answers=answers[pk],
            own=own.get(pk, ""),
        )
        for pk, number, marks, chance, code, unit_id, district_id, topic_id, city_id in stored
    ]


def _samples(rows: QuerySet[PanelSample]) -> list[SampleFacts]:
    stored = list(rows.select_related("term"))
    ids = [row.pk for row in stored]
    cases = PanelSampleCase.objects.filter(sample_id__in=ids).order_by("pk")
    of_sample: dict[int, list[tuple[int, float]]] = {pk: [] for pk in ids}
    for pk, sample_id, chance in cases.values_list("pk", "sample_id", "chance"):
        of_sample[sample_id].append((pk, chance))
    views: dict[int, list[str]] = {}
    for case_id, solved in PanelJudgement.objects.filter(case__sample_id__in=ids).values_list("case_id", "solved"):
        views.setdefault(case_id, []).append(solved)
    facts = []
    for row in stored:
        judged = [
            SampledVisit(chance, view in _NOT_SOLVED)
            for pk, chance in of_sample[row.pk]
            if (view := view_of_panel(views.get(pk, []))) is not None
        ]
        facts.append(
            SampleFacts(
                id=row.pk,
                term_id=row.term_id,
                first_on=row.first_on,
                last_on=row.last_on,
                seed=row.seed,
                seed_source=row.seed_source,
                population=row.population,
                size=row.size,
                floor_percent=row.floor_percent,
                drawn=len(of_sample[row.pk]),
                seed_kind=row.seed_kind or row.term.seed_kind,
                seed_on=row.seed_on or row.last_on,
                by_clock=row.by_clock,
                list_digest=row.list_digest,
                due_on=row.due_on,
                judged=len(judged),
                estimate=estimate(judged),
            )
        )
    return facts


def _topic(city_id: int, topic_id: int | None) -> Names | None:
    topic = city.topic(city_id, topic_id) if topic_id is not None else None
    return city.names_of(topic) if topic is not None else None


def _unit(unit_id: int | None) -> Names | None:
    unit = city.unit(unit_id) if unit_id is not None else None
    return city.names_of(unit) if unit is not None else None
