"""What shows a problem beside its counts: places, photos and citizens' words of those cases that somebody may see."""

from collections.abc import Collection, Sequence
from hashlib import sha256
from typing import Final

from peygir.cases.models import Case, Report
from peygir.cases.seeing import visible
from peygir.core.personal import look
from peygir.desks.intake.models import Photo
from peygir.outlook.planning.desk_facts import CitizenVoice
from peygir.outlook.planning.models import BudgetCase, PlanNote, ProblemCase
from peygir.people.rules import Actor

LOOKED_AT: Final = 200
"""So many reports are looked through for words that may be shown."""
LONGEST_VOICE: Final = 400


def cases_of_problem(problem_id: int, *, by: Actor) -> tuple[list[str], int]:
    """Return the codes of those cases of a problem that somebody may see, the latest first, and how many it has."""
    ids = ProblemCase.objects.filter(problem_id=problem_id, left_at=None).values("case_id")
    rows = Case.objects.filter(visible(by), pk__in=ids).order_by("-opened_at", "-pk")
    return list(rows.values_list("code", flat=True)), ProblemCase.objects.filter(
        problem_id=problem_id, left_at=None
    ).count()


def places_of_problem(problem_id: int, *, by: Actor) -> list[tuple[float, float]]:
    """Return the places (latitude, longitude in degrees) of those of its cases that somebody may see."""
    ids = ProblemCase.objects.filter(problem_id=problem_id, left_at=None).values("case_id")
    rows = Case.objects.filter(visible(by), pk__in=ids, lat__isnull=False)
    return [(lat, lon) for lat, lon in rows.values_list("lat", "lon") if lat is not None and lon is not None]


def voices_of_problem(problem_id: int, *, by: Actor, most: int) -> list[CitizenVoice]:
    """Return what citizens wrote in the cases that somebody may see: at most so many texts, always the same ones.

    Texts in which anything is or may be personal are left out; the sample is drawn by the digest of their codes.
    """
    ids = ProblemCase.objects.filter(problem_id=problem_id, left_at=None).values("case_id")
    seen = Case.objects.filter(visible(by), pk__in=ids, is_confidential=False).values("pk")
    rows = Report.objects.filter(case_id__in=seen).exclude(text="").order_by("-pk")[:LOOKED_AT]
    drawn = sorted(rows, key=lambda row: sha256(row.code.encode()).digest())
    voices: list[CitizenVoice] = []
    known: set[str] = set()
    for row in drawn:
        text = " ".join(row.text.split())[:LONGEST_VOICE]
        if len(voices) < most and text not in known and look(row.text).is_clean:
            known.add(text)
            voices.append(CitizenVoice(text, row.code, row.received_at))
    return voices


def photographed_cases(codes: Sequence[str], *, most: int) -> list[str]:
    """Return those of these cases that have published photos, at most so many, in the order of the codes."""
    rows = Photo.objects.filter(case__code__in=codes, is_public=True)
    with_photos = set(rows.values_list("case__code", flat=True))
    return [code for code in codes if code in with_photos][:most]


def unhung_cases(city_id: int, *, by: Actor, unit_id: int | None = None) -> list[str]:
    """Return the codes of the planned cases without a budget line that somebody may see, the oldest first."""
    hung = BudgetCase.objects.filter(left_at=None).values("case_id")
    rows = Case.objects.filter(visible(by), city_id=city_id, state="scheduled").exclude(pk__in=hung)
    rows = rows.filter(unit_id=unit_id) if unit_id is not None else rows
    return list(rows.order_by("state_at", "pk").values_list("code", flat=True)[:500])


def plan_notes(file: str, file_id: int, numbers: Collection[int] = ()) -> dict[int, str]:
    """Return the reasons beside the moves of a file of planning, by the number of the event."""
    rows = PlanNote.objects.filter(file=file, file_id=file_id)
    rows = rows.filter(number__in=numbers) if numbers else rows
    return dict(rows.values_list("number", "text"))
