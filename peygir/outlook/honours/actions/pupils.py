"""Nominates pupils, keeps their guardians' consent, their tasks, and the committee's decision."""

from typing import Final

from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.phones import normalise_mobile
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.desks.answers import actions as answers
from peygir.history.kinds.honours import GuardianAnswered, PupilDecided, PupilNominated, PupilTaskDone
from peygir.outlook.honours.actions.deciding import HonourHasNoReason
from peygir.outlook.honours.actions.editions import open_edition, record_in
from peygir.outlook.honours.models import HonourEdition, Pupil, PupilTask, School
from peygir.outlook.honours.states import (
    AGREED,
    CHANGEABLE,
    GuardianConsent,
    HonourDecision,
    NominatedBy,
    PupilHonour,
    PupilTaskKind,
)
from peygir.people.actions import CODE_MINUTES, NotYourWork, count_use, make_one_time_code, use_one_time_code
from peygir.people.channels import Channel
from peygir.people.permissions import Permission
from peygir.people.rules import Actor

CODES_PER_GUARDIAN: Final = 5
"""In an hour: each costs money."""
_HOUR: Final = 3600


class NoSuchPupil(Missing):
    """There is no pupil with this number, or the data were erased."""

    message = _("There is no such pupil, or the data were erased.")


class PupilIsNotRight(Invalid):
    """A value of the nomination is missing or none of the list."""

    message = _(
        "Please give the school, the pupil's name (at most 120 characters), the grade (1 to 12) and the honour."
    )


class GuardianHasNotAgreed(Conflict):
    """Nothing is decided for a pupil before the guardian has agreed."""

    message = _("The guardian has not agreed yet.")


class GuardianHasNoPhone(Invalid):
    """A code goes to the guardian's mobile."""

    message = _("Please give the guardian's mobile number first.")


class TaskIsMissing(Conflict):
    """A pupil is honoured for a task."""

    message = _("The pupil has done neither of the tasks yet.")


@transaction.atomic
def nominate_pupil(
    edition_id: int,
    *,
    school_id: int,
    honour: str,
    nominated_by: str,
    name: str,
    grade: int,
    guardian_name: str,
    guardian_phone: str,
    by: Actor,
) -> int:
    """Record a nomination by a school or by the committee; returns the pupil's id.

    Raises NotYourWork, NoSuchEdition, PupilIsNotRight, PhoneIsNotValid.
    """
    edition = open_edition(edition_id, Permission.PREPARE_HONOURS, by)
    name, guardian_name = (" ".join(plain(text).split()) for text in (name, guardian_name))
    school = School.objects.filter(pk=school_id, city_id=edition.city_id, is_open=True).first()
    is_known = honour in PupilHonour.labels() and nominated_by in NominatedBy.labels()
    if school is None or not is_known or not name or max(len(name), len(guardian_name)) > 120 or not 1 <= grade <= 12:
        raise PupilIsNotRight()
    if edition.state in CHANGEABLE:
        raise PupilIsNotRight()
    pupil = Pupil.objects.create(
        edition=edition,
        school=school,
        honour=honour,
        nominated_by=nominated_by,
        name=name,
        grade=grade,
        guardian_name=guardian_name,
        guardian_phone=normalise_mobile(guardian_phone) if guardian_phone.strip() else "",
        made_at=clock.now(),
    )
    event = PupilNominated(pupil=pupil.pk, school=school.pk, honour=honour, nominator=nominated_by)
    record_in(edition, event, by=by)
    return int(pupil.pk)


@transaction.atomic
def answer_of_guardian(pupil_id: int, *, agrees: bool, by: Actor) -> None:
    """Record the guardian's signed form, or that the guardian does not agree. Raises NotYourWork, NoSuchPupil."""
    edition, pupil = _open_pupil(pupil_id, by)
    _agree(edition, pupil, GuardianConsent.PAPER if agrees else GuardianConsent.REFUSED, by)


@transaction.atomic
def send_guardian_code(pupil_id: int, *, by: Actor) -> None:
    """Send a code to the guardian's mobile; telling it is the consent.

    Raises NotYourWork, NoSuchPupil, GuardianHasNoPhone, AskedTooOften.
    """
    _edition, pupil = _open_pupil(pupil_id, by)
    if not pupil.guardian_phone:
        raise GuardianHasNoPhone()
    count_use("guardian_code", pupil.guardian_phone, CODES_PER_GUARDIAN, _HOUR)
    code = make_one_time_code(pupil.guardian_phone, asked_by=_asked_by(pupil))
    language = city.city_by_id(pupil.school.city_id).language
    school = pupil.school.name_en if language == "en" and pupil.school.name_en else pupil.school.name_fa
    values = {"otp": code, "minutes": str(CODE_MINUTES), "unit": school}
    answers.say("guardian_code", channel=Channel.SMS, address=pupil.guardian_phone, language=language, values=values)
    if pupil.consent not in AGREED:
        pupil.consent = GuardianConsent.ASKED.value
        pupil.save(update_fields=["consent"])


def agree_by_code(pupil_id: int, *, code: str, by: Actor) -> None:
    """Record the guardian's consent by the code that was sent and told.

    Raises NotYourWork, NoSuchPupil, GuardianHasNoPhone, CodeIsWrong, CodeHasExpired, CodeIsExhausted.
    """
    with transaction.atomic():
        _edition, pupil = _open_pupil(pupil_id, by)
        if not pupil.guardian_phone:
            raise GuardianHasNoPhone()
    use_one_time_code(pupil.guardian_phone, code=code, asked_by=_asked_by(pupil))
    with transaction.atomic():
        edition, pupil = _open_pupil(pupil_id, by)
        _agree(edition, pupil, GuardianConsent.CODE, by)


@transaction.atomic
def record_task(pupil_id: int, *, kind: str, by: Actor) -> None:
    """Record today that a pupil did a task, once. Raises NotYourWork, NoSuchPupil, PupilIsNotRight."""
    edition, pupil = _open_pupil(pupil_id, by)
    if kind not in PupilTaskKind.labels():
        raise PupilIsNotRight()
    today = city.day_of(edition.city_id, clock.now())
    _task, is_new = PupilTask.objects.get_or_create(pupil=pupil, kind=kind, defaults={"done_on": today, "by": str(by)})
    if is_new:
        record_in(edition, PupilTaskDone(pupil=pupil.pk, task=kind), by=by)


@transaction.atomic
def decide_pupil(pupil_id: int, *, decision: str, reason: str, by: Actor) -> None:
    """Record the committee's decision about a pupil: honoured (with consent and a task), or not this year.

    Raises NotYourWork, NoSuchPupil, HonourHasNoReason, GuardianHasNotAgreed, TaskIsMissing.
    """
    edition, pupil = _open_pupil(pupil_id, by)
    if decision not in (HonourDecision.HONOURED, HonourDecision.PASSED) or not says_something(reason):
        raise HonourHasNoReason()
    if decision == HonourDecision.HONOURED and pupil.consent not in AGREED:
        raise GuardianHasNotAgreed()
    if decision == HonourDecision.HONOURED and not pupil.tasks.exists():
        raise TaskIsMissing()
    pupil.decision, pupil.reason, pupil.decided_by_id = decision, plain(reason)[:500], by.id
    pupil.save(update_fields=["decision", "reason", "decided_by"])
    record_in(edition, PupilDecided(pupil=pupil.pk, decision=decision), by=by)


def _agree(edition: HonourEdition, pupil: Pupil, answer: GuardianConsent, by: Actor) -> None:
    if answer == GuardianConsent.REFUSED:  # what was decided with a consent that is gone is decided no longer
        pupil.decision, pupil.decided_by = HonourDecision.NONE.value, None
    pupil.consent, pupil.consent_by_id, pupil.consent_at = answer.value, by.id, clock.now()
    pupil.save(update_fields=["consent", "consent_by", "consent_at", "decision", "decided_by"])
    record_in(edition, GuardianAnswered(pupil=pupil.pk, answer=answer.value), by=by)


def _open_pupil(pupil_id: int, by: Actor) -> tuple[HonourEdition, Pupil]:
    if not by.may(Permission.PREPARE_HONOURS):
        raise NotYourWork()
    known = Pupil.objects.filter(pk=pupil_id, erased_at=None).first()
    if known is None:
        raise NoSuchPupil()
    edition = open_edition(known.edition_id, Permission.PREPARE_HONOURS, by)
    return edition, Pupil.objects.select_related("school").get(pk=pupil_id)


def _asked_by(pupil: Pupil) -> str:
    return f"pupil:{pupil.pk}"
