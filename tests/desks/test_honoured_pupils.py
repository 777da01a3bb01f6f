"""Schools and pupils: nominated, agreed to by a guardian, honoured, never public, and erased by rule."""

import re

import pytest
from django.db import DatabaseError, transaction

from peygir.core import clock
from peygir.core.phones import PhoneIsNotValid
from peygir.desks.answers.models import Message
from peygir.history.queries import timeline, verify
from peygir.journey.night import tidy
from peygir.outlook.honours import actions, pupil_queries, queries
from peygir.outlook.honours.models import HonourCertificate, Pupil, School
from peygir.outlook.honours.school_rows import SchoolRow, SchoolsAreNotRight
from peygir.people.actions import AskedTooOften, CodeIsWrong, NotYourWork
from tests import make
from tests.honoured import agree, candidates_of, counted_edition, decide, frozen_edition, office
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
PUPIL, GUARDIAN, PHONE = "زنبق نوجوان", "مادر زنبق", "+989170009999"
TABLE = "code,district,name_fa,name_en\nS-1,1,دبستان گل,Gol\n۱۰۲,۲,دبیرستان حافظ,\n"


def school(town: Town) -> int:
    """A school of the first district."""
    actions.keep_school(town.city_id, SchoolRow("S-1", "1", "دبستان گل"), by=office())
    return School.objects.get(code="S-1").pk


def nominated(town: Town, edition_id: int, *, phone: str = PHONE, **given: object) -> int:
    """A nominated pupil."""
    values = {"honour": "shahriar", "nominated_by": "school", "name": PUPIL, "grade": 5, "guardian_name": GUARDIAN}
    return actions.nominate_pupil(
        edition_id,
        school_id=school(town),
        guardian_phone=phone,
        by=office(),
        **{**values, **given},  # type: ignore[arg-type]
    )


def test_a_table_of_schools_is_imported_as_a_whole(town: Town) -> None:
    assert actions.import_schools(town.city_id, TABLE, by=office()) == 2
    assert {row.code for row in pupil_queries.schools(town.city_id)} == {"S-1", "102"}
    assert actions.import_schools(town.city_id, TABLE.replace("دبستان گل", "دبستان گلستان"), by=office()) == 2
    assert School.objects.get(code="S-1").name_fa == "دبستان گلستان"
    with make.refused(NotYourWork):
        actions.import_schools(town.city_id, TABLE, by=town.admin)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("", 1),
        ("code,name_fa\nS-1,گل\n", 1),
        (f"{TABLE}S-3,9,دبستان,\n", 4),
        (f"{TABLE}S-1,1,دوباره,\n", 4),
        (f"{TABLE},1,بی‌کد,\n", 4),
        (f"{TABLE}S-4,1,,\n", 4),
        (f"{TABLE}S-4,1,{'x' * 121},\n", 4),
    ],
)
def test_a_wrong_table_is_refused_with_its_row(town: Town, text: str, row: int) -> None:
    with make.refused(SchoolsAreNotRight) as refusal:
        actions.import_schools(town.city_id, text, by=office())
    assert refusal.value.details["row"] == row
    assert not School.objects.exists()


def test_wrong_nominations_are_refused(town: Town) -> None:
    edition_id = frozen_edition(town)
    for wrong in ({"grade": 0}, {"grade": 13}, {"name": " "}, {"honour": "king"}, {"nominated_by": "himself"}):
        with make.refused(actions.PupilIsNotRight):
            nominated(town, edition_id, **wrong)
    with make.refused(PhoneIsNotValid):
        nominated(town, edition_id, phone="12")


def test_nothing_is_decided_before_the_guardian_agreed_and_a_task_is_done(town: Town) -> None:
    pupil_id = nominated(town, frozen_edition(town))
    with make.refused(actions.GuardianHasNotAgreed):
        actions.decide_pupil(pupil_id, decision="honoured", reason="خوب", by=office())
    with pytest.raises(DatabaseError), transaction.atomic():
        Pupil.objects.filter(pk=pupil_id).update(decision="honoured")
    actions.answer_of_guardian(pupil_id, agrees=True, by=office())
    with make.refused(actions.TaskIsMissing):
        actions.decide_pupil(pupil_id, decision="honoured", reason="خوب", by=office())
    actions.record_task(pupil_id, kind="walk", by=office())
    actions.record_task(pupil_id, kind="walk", by=office())
    with make.refused(actions.HonourHasNoReason):
        actions.decide_pupil(pupil_id, decision="honoured", reason="", by=office())
    actions.decide_pupil(pupil_id, decision="honoured", reason="خوب", by=office())
    actions.answer_of_guardian(pupil_id, agrees=False, by=office())
    assert Pupil.objects.get(pk=pupil_id).decision == "none", "the consent is gone, and the decision with it"


def test_a_guardian_agrees_by_a_code(town: Town) -> None:
    edition_id = frozen_edition(town)
    pupil_id = nominated(town, edition_id)
    actions.send_guardian_code(pupil_id, by=office())
    message = Message.objects.get(kind="guardian_code")
    code = re.search(r"\d{6}", message.body)
    assert message.address == PHONE
    assert code
    with make.refused(CodeIsWrong):
        actions.agree_by_code(pupil_id, code=f"{(int(code[0]) + 1) % 10**6:06d}", by=office())
    actions.agree_by_code(pupil_id, code=code[0], by=office())
    row = pupil_queries.pupil(pupil_id)
    assert row is not None
    assert row.consent == "code"
    assert row.guardian_phone
    assert PHONE[-7:] not in row.guardian_phone
    for _ in range(4):
        actions.send_guardian_code(pupil_id, by=office())
    with make.refused(AskedTooOften):
        actions.send_guardian_code(pupil_id, by=office())
    with make.refused(actions.GuardianHasNoPhone):
        actions.send_guardian_code(nominated(town, edition_id, phone=""), by=office())


def honoured_pupil(town: Town, town_clock: TownClock) -> tuple[int, int]:
    """A sealed edition with one citizen and one pupil; (edition, pupil)."""
    edition_id = counted_edition(town, town_clock)
    pupil_id = nominated(town, edition_id)
    actions.answer_of_guardian(pupil_id, agrees=True, by=office())
    actions.record_task(pupil_id, kind="lesson", by=office())
    actions.decide_pupil(pupil_id, decision="honoured", reason=f"آفرین به {PUPIL}", by=office())
    first = candidates_of(edition_id)[0]
    agree(first)
    decide(first)
    actions.seal_edition(edition_id, by=town.mayor)
    assert actions.issue_certificates(edition_id, by=office()) == 1
    return edition_id, pupil_id


def test_a_pupils_certificate_names_nobody_in_public(town: Town, town_clock: TownClock) -> None:
    edition_id, pupil_id = honoured_pupil(town, town_clock)
    shown = queries.certificate(HonourCertificate.objects.get(pupil_id=pupil_id).code)
    assert shown is not None
    assert (shown.name, shown.private_name, shown.kind) == ("", PUPIL, "shahriar")
    assert queries.pupils_honoured(edition_id) == 1
    assert queries.honoured_publicly(edition_id) == ([], 0)
    bodies = [event.body for event in timeline("edition", edition_id)]
    assert not any(PUPIL in body or PHONE in body for body in bodies)


def test_pupils_are_erased_by_rule_in_every_column(town: Town, town_clock: TownClock) -> None:
    from tests.tokens import places_of

    edition_id, pupil_id = honoured_pupil(town, town_clock)
    town_clock.forward(days=179)
    tidy(clock.now(), before=clock.now())
    assert Pupil.objects.get(pk=pupil_id).name == PUPIL
    town_clock.forward(days=2)
    tidy(clock.now(), before=clock.now())
    assert pupil_queries.pupils(edition_id) == []
    assert places_of([PUPIL, GUARDIAN, PHONE[-10:]]) == []
    last = timeline("edition", edition_id)[-1]
    assert (last.kind, last.data["pupils"]) == ("pupils_erased", [pupil_id])
    tidy(clock.now(), before=clock.now())
    assert timeline("edition", edition_id)[-1].number == last.number, "once"
    assert verify().breaks == []
    with make.refused(actions.NoSuchPupil):
        actions.record_task(pupil_id, kind="walk", by=office())


def test_a_guardian_may_have_the_data_erased_at_once(town: Town) -> None:
    pupil_id = nominated(town, frozen_edition(town))
    with make.refused(NotYourWork):
        actions.erase_pupil(pupil_id, at=clock.now(), by=town.admin)
    actions.erase_pupil(pupil_id, at=clock.now(), by=office())
    assert Pupil.objects.get(pk=pupil_id).name == ""
