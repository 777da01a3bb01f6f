"""Questions about honours: editions, candidates, what is public of them, and what a citizen sees of the own."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from peygir.core.certificate_codes import is_certificate_code
from peygir.core.phones import mask_phone
from peygir.core.translation import Names
from peygir.outlook.honours.facts import (
    CandidateFacts,
    CertificateFacts,
    EditionFacts,
    FlagFacts,
    OwnHonour,
    ThanksFacts,
)
from peygir.outlook.honours.models import (
    HonourCandidate,
    HonourCertificate,
    HonourConsent,
    HonourEdition,
    NeighbourhoodThanks,
    VettingFlag,
)
from peygir.outlook.honours.rules import categories_of
from peygir.outlook.honours.states import EditionState, HonourConsentAnswer, HonourDecision, HonourReply
from peygir.outlook.honours.usefulness import rules_kept


def editions(city_id: int) -> list[EditionFacts]:
    """Return all editions of a city, the newest first."""
    return [_edition(row) for row in HonourEdition.objects.filter(city_id=city_id).order_by("-year")]


def edition(edition_id: int) -> EditionFacts | None:
    """Return one edition; None for a number that is none."""
    row = HonourEdition.objects.filter(pk=edition_id).first()
    return None if row is None else _edition(row)


def public_editions(city_id: int) -> list[EditionFacts]:
    """Return the editions whose rules are frozen, which everybody may read, the newest first."""
    rows = HonourEdition.objects.filter(city_id=city_id, frozen_at__isnull=False)
    return [_edition(row) for row in rows.order_by("-year")]


def candidates(edition_id: int) -> list[CandidateFacts]:
    """Return the candidates by usefulness, with names of those alone who agreed; four statements."""
    return _candidates(HonourCandidate.objects.filter(edition_id=edition_id).order_by("place"))


def candidate(candidate_id: int) -> CandidateFacts | None:
    """Return one candidate; None for a number that is none."""
    return next(iter(_candidates(HonourCandidate.objects.filter(pk=candidate_id))), None)


def flags_of_candidate(candidate_id: int) -> list[FlagFacts]:
    """Return everything in the vetting file of a candidate, the open flags first."""
    rows = VettingFlag.objects.filter(candidate_id=candidate_id).order_by("-cleared_at", "at", "pk")
    return sorted(
        (FlagFacts(row.kind, row.note, row.by == "system", row.at, row.cleared_at, row.cleared_reason) for row in rows),
        key=lambda flag: flag.cleared_at is not None,
    )


def _candidates(rows: QuerySet[HonourCandidate]) -> list[CandidateFacts]:
    stored = list(rows.select_related("citizen"))
    answers = _answers({row.citizen_id for row in stored if row.citizen_id})
    flags: dict[int, list[str]] = defaultdict(list)
    open_rows = VettingFlag.objects.filter(candidate__in=stored, cleared_at=None).order_by("pk")
    for candidate_id, kind in open_rows.values_list("candidate_id", "kind"):
        flags[candidate_id].append(kind)
    codes = dict(HonourCertificate.objects.filter(candidate__in=stored).values_list("candidate_id", "code"))
    facts = []
    for row in stored:
        answer = answers.get(row.citizen_id or 0, "")
        is_known = row.citizen is not None and answer in ("named", "unnamed")
        facts.append(
            CandidateFacts(
                id=row.pk,
                edition_id=row.edition_id,
                place=row.place,
                score=row.score,
                parts=row.parts,
                answer=answer,
                asked_at=row.asked_at,
                name=row.citizen.name if is_known and row.citizen else "",
                phone=mask_phone(row.citizen.phone) if is_known and row.citizen else "",
                open_flags=tuple(flags[row.pk]),
                decision=row.decision,
                category=row.category,
                reason=row.reason,
                reply=row.reply,
                certificate=codes.get(row.pk, ""),
            )
        )
    return facts


def consent_of(citizen_ids: Collection[int]) -> dict[int, str]:
    """Return the answers of these citizens, by id."""
    return _answers(citizen_ids)


def own_honours(citizen_ids: Collection[int]) -> list[OwnHonour]:
    """Return the invitations of these citizens, the newest first."""
    rows = HonourCandidate.objects.select_related("edition", "certificate").filter(
        citizen_id__in=citizen_ids, edition__state=EditionState.SEALED, decision=HonourDecision.HONOURED
    )
    return [
        OwnHonour(
            row.pk,
            Names.of(row.edition.title_fa, row.edition.title_en),
            row.reply,
            row.certificate.code if hasattr(row, "certificate") else "",
        )
        for row in rows.exclude(reply=HonourReply.NONE).order_by("-edition__year")
    ]


def certificate(code: str) -> CertificateFacts | None:
    """Return a certificate by its code; None for a code that is none. Nothing is shown of a minor."""
    if not is_certificate_code(code):
        return None
    row = (
        HonourCertificate.objects.select_related("edition", "candidate__citizen", "pupil__school")
        .filter(code=code)
        .first()
    )
    return None if row is None else _certificate(row)


def own_certificate(code: str, citizen_ids: Collection[int]) -> CertificateFacts | None:
    """Return the certificate if it is of one of these citizens."""
    is_own = HonourCertificate.objects.filter(code=code, candidate__citizen_id__in=citizen_ids).exists()
    return certificate(code) if is_own else None


def honoured_publicly(edition_id: int) -> tuple[list[tuple[str, str]], int]:
    """Return (name, category) of those with a certificate who agreed that the name is published, and the number of all.

    Names stand in the order of the alphabet: a public place among those who are thanked says nothing.
    """
    rows = HonourCertificate.objects.select_related("candidate__citizen").filter(
        edition_id=edition_id, withdrawn_at=None, candidate__isnull=False
    )
    found = list(rows)
    names = _public_names(found)
    return sorted((names[row.pk], row.category) for row in found if names.get(row.pk)), len(found)


def pupils_honoured(edition_id: int) -> int:
    """Return how many pupils have a certificate of an edition."""
    return HonourCertificate.objects.filter(edition_id=edition_id, withdrawn_at=None, pupil__isnull=False).count()


def thanks_of(edition_id: int) -> list[ThanksFacts]:
    """Return the neighbourhoods that are thanked, those with the most fixed cases first."""
    rows = NeighbourhoodThanks.objects.filter(edition_id=edition_id).order_by("-fixed", "neighbourhood_id")
    return [ThanksFacts(row.neighbourhood_id, row.cases, row.fixed, row.topic_id, row.topic_fixed) for row in rows]


def consents_since(edition_id: int) -> tuple[int, int]:
    """Return how many candidates agreed, and how many said no."""
    of_edition = HonourCandidate.objects.filter(edition_id=edition_id, citizen__isnull=False)
    rows = HonourConsent.objects.filter(citizen__in=of_edition.values("citizen"))
    answers = [row == HonourConsentAnswer.NO for row in rows.values_list("answer", flat=True)]
    return answers.count(False), answers.count(True)


def honours_of_citizens(citizen_ids: Collection[int]) -> list[tuple[str, datetime | None, str, str]]:
    """Return everything that the honours hold of citizens, for their own copy: (title or "", when, what, reason)."""
    consents = HonourConsent.objects.filter(citizen_id__in=citizen_ids)
    rows = HonourCandidate.objects.select_related("edition").filter(citizen_id__in=citizen_ids)
    return [
        *[("", row.at, row.answer, "") for row in consents],
        *[(row.edition.title_fa, row.decided_at, row.decision, row.reason) for row in rows.order_by("edition__year")],
    ]


def who_accepted(city_id: int) -> list[tuple[int, int]]:
    """Return (candidate, citizen) of those who accepted the honour of the newest sealed edition, by candidate."""
    edition_id = (
        HonourEdition.objects.filter(city_id=city_id, state=EditionState.SEALED)
        .order_by("-year")
        .values_list("pk", flat=True)
        .first()
    )
    rows = HonourCandidate.objects.filter(
        edition_id=edition_id, decision=HonourDecision.HONOURED, reply=HonourReply.ACCEPTED, citizen__isnull=False
    )
    return [(pk, citizen or 0) for pk, citizen in rows.order_by("pk").values_list("pk", "citizen_id")]


def _answers(citizen_ids: Collection[int]) -> dict[int, str]:
    rows = HonourConsent.objects.filter(citizen_id__in=citizen_ids)
    return dict(rows.values_list("citizen_id", "answer"))


def _public_names(rows: Collection[HonourCertificate]) -> dict[int, str]:
    """The names that may be published, by the certificate's key: of citizens who said so and are adults."""
    citizens = {row.pk: row.candidate.citizen for row in rows if row.candidate is not None}
    ids = [citizen.pk for citizen in citizens.values() if citizen is not None]
    consents = HonourConsent.objects.filter(citizen_id__in=ids, answer=HonourConsentAnswer.NAMED, is_adult=True)
    agreed = set(consents.values_list("citizen_id", flat=True))
    return {key: citizen.name for key, citizen in citizens.items() if citizen is not None and citizen.pk in agreed}


def _certificate(row: HonourCertificate) -> CertificateFacts:
    facts, citizen = _edition(row.edition), row.candidate.citizen if row.candidate is not None else None
    school = row.pupil.school if row.pupil is not None else None
    private = row.pupil.name if row.pupil is not None else citizen.name if citizen is not None else ""
    return CertificateFacts(
        code=row.code,
        kind=row.kind,
        title=facts.title,
        year=facts.year,
        category=facts.category(row.category),
        issued_on=row.issued_on,
        is_withdrawn=row.withdrawn_at is not None,
        name=_public_names([row]).get(row.pk, ""),
        private_name=private,
        school=Names.of(school.name_fa, school.name_en) if school is not None else None,
    )


def _edition(row: HonourEdition) -> EditionFacts:
    names = (
        "id city_id year title_fa title_en from_on to_on places version state proposed_by_id frozen_by_id "
        "frozen_at counted_at assessed eligible sealed_by_id sealed_at"
    )
    return EditionFacts(
        title=Names.of(row.title_fa, row.title_en),
        rules=rules_kept(row.rules),
        categories=categories_of(row.categories),
        **{name: getattr(row, name) for name in names.split()},
    )
