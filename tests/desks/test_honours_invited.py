"""The seal, invitations, the reserve list, certificates, and what erasure leaves of the honoured."""

import pytest
from django.db import connection

from peygir.core import clock
from peygir.desks.answers.models import Message
from peygir.history.queries import verify
from peygir.outlook.honours import actions, gathering, queries
from peygir.outlook.honours.models import HonourCandidate, HonourCertificate, VettingFlag
from peygir.people.actions import NotYourWork
from peygir.people.first_roles import RoleFacts
from peygir.people.models import Staff
from peygir.people.queries import actor_of
from peygir.people.rules import SYSTEM
from tests import make
from tests.honoured import NAMES, agree, candidates_of, counted_edition, decide, office, sealed
from tests.roles import made_role
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def test_the_seal_is_of_a_second_person_and_checks_everybody_again(town: Town, town_clock: TownClock) -> None:
    edition_id = counted_edition(town, town_clock)
    with make.refused(actions.TooManyHonoured):
        actions.seal_edition(edition_id, by=town.mayor)
    rows = candidates_of(edition_id)
    for row in rows:
        agree(row)
        decide(row)
    with make.refused(actions.TooManyHonoured):
        actions.seal_edition(edition_id, by=town.mayor)
    decide(rows[2], "reserve")
    with make.refused(NotYourWork):
        actions.seal_edition(edition_id, by=office())
    agree(rows[1], "no")
    with make.refused(actions.SomeHaveChanged):
        actions.seal_edition(edition_id, by=town.mayor)
    agree(rows[1])
    HonourCandidate.objects.filter(pk=rows[0].pk).update(decided_by=town.mayor.id)
    with make.refused(actions.SealNeedsSecondPerson):
        actions.seal_edition(edition_id, by=town.mayor)
    HonourCandidate.objects.filter(pk=rows[0].pk).update(decided_by=office().id)
    actions.seal_edition(edition_id, by=town.mayor)
    with make.refused(actions.EditionIsSealed):
        decide(rows[0])


def test_who_decided_first_or_cleared_a_flag_does_not_seal(town: Town, town_clock: TownClock) -> None:
    edition_id = counted_edition(town, town_clock)
    both = frozenset({"read_cases", "prepare_honours", "decide_honours"})
    made_role(town, RoleFacts("chair", both, "city", name_fa="رئیس کمیته", name_en="Chair"))
    Staff.objects.filter(pk__in=[office(name).id for name in ("first_chair", "second_chair")]).update(role="chair")
    first, second = (actor_of(Staff.objects.get(username=name)) for name in ("first_chair", "second_chair"))
    row = candidates_of(edition_id)[0]
    agree(row)
    reason = {"category": "watchful", "reason": "گزارش‌های دقیق"}
    actions.decide_candidate(row.pk, decision="honoured", **reason, by=first)
    actions.decide_candidate(row.pk, decision="honoured", **reason, by=second)
    for hand in (first, second):
        with make.refused(actions.SealNeedsSecondPerson):
            actions.seal_edition(edition_id, by=hand)
    actions.seal_edition(edition_id, by=town.mayor)


def test_counting_again_keeps_what_people_noted(town: Town, town_clock: TownClock) -> None:
    Staff.objects.filter(pk=town.staff["clerk"]).update(name_fa="رضا محمدی")
    edition_id = counted_edition(town, town_clock, (5, 3, 2))
    first, second, _third = candidates_of(edition_id)
    actions.clear_flag(first.pk, kind="relative", reason="نسبتی ندارند", by=office())
    actions.flag_candidate(second.pk, kind="interest", note="همسایهٔ مدیر", by=office("colleague"))
    actions.count_candidates(edition_id, by=office())
    first, second, _third = candidates_of(edition_id)
    (cleared,) = first.flags.all()
    assert (cleared.kind, cleared.cleared_reason) == ("relative", "نسبتی ندارند")
    (noted,) = second.flags.all()
    assert (noted.kind, noted.note, noted.cleared_at) == ("interest", "همسایهٔ مدیر", None)


def test_each_finisher_has_a_number_of_their_own(town: Town) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {gathering.FINISHER} FROM (VALUES ('staff:5'), ('contractor:5'), ('contractor:6')) AS e (by)"
        )
        staff, contractor, other = (number for (number,) in cursor.fetchall())
    assert staff == 5
    assert contractor < 0
    assert other < 0
    assert contractor != other


def test_a_refusal_lets_the_reserve_list_follow(town: Town, town_clock: TownClock) -> None:
    edition_id, (first, second, third) = sealed(town, town_clock)
    with make.refused(actions.NothingToAnswer):
        actions.answer_invitation(first.pk, accepts=True, own=[first.citizen_id or 0])
    assert actions.invite_honoured(edition_id, by=office()) == 2
    assert actions.invite_honoured(edition_id, by=office()) == 0
    with make.refused(actions.NothingToAnswer):
        actions.answer_invitation(first.pk, accepts=True, own=[second.citizen_id or 0])
    actions.answer_invitation(first.pk, accepts=False, own=[first.citizen_id or 0])
    third.refresh_from_db()
    assert (third.decision, third.reply) == ("honoured", "invited")
    assert Message.objects.filter(kind="honour_invited").count() == 3
    actions.answer_invitation(second.pk, accepts=True, own=[second.citizen_id or 0])
    actions.answer_invitation(third.pk, accepts=True, own=[third.citizen_id or 0])
    assert actions.issue_certificates(edition_id, by=office()) == 2
    assert actions.issue_certificates(edition_id, by=office()) == 0
    assert queries.honoured_publicly(edition_id) == ([(NAMES[2], "watchful")], 2)


def test_a_certificate_shows_the_name_as_long_as_its_holder_wants(town: Town, town_clock: TownClock) -> None:
    edition_id, (first, _second, _third) = sealed(town, town_clock)
    actions.invite_honoured(edition_id, by=office())
    actions.answer_invitation(first.pk, accepts=True, own=[first.citizen_id or 0])
    actions.issue_certificates(edition_id, by=office())
    code = HonourCertificate.objects.get(candidate=first).code
    shown = queries.certificate(code)
    assert shown is not None
    assert (shown.name, shown.is_withdrawn, shown.year) == (NAMES[0], False, 1405)
    agree(first, "unnamed")
    hidden = queries.certificate(code)
    assert hidden is not None
    assert (hidden.name, hidden.private_name) == ("", NAMES[0])
    with make.refused(NotYourWork):
        actions.withdraw_certificate(code, by=office())
    actions.withdraw_certificate(code, by=town.mayor)
    withdrawn = queries.certificate(code)
    assert withdrawn is not None
    assert withdrawn.is_withdrawn
    assert queries.certificate("wrong") is None
    assert queries.own_certificate(code, [0]) is None


def test_erasing_a_citizen_empties_the_honours(town: Town, town_clock: TownClock) -> None:
    edition_id, (first, _second, _third) = sealed(town, town_clock)
    actions.invite_honoured(edition_id, by=office())
    actions.answer_invitation(first.pk, accepts=True, own=[first.citizen_id or 0])
    actions.issue_certificates(edition_id, by=office())
    VettingFlag.objects.create(candidate=first, kind="interest", note="همسایهٔ مدیر", by=str(SYSTEM), at=clock.now())
    citizen_id = first.citizen_id or 0
    assert actions.erase_honours_of([citizen_id]) == 2
    assert actions.erase_honours_of([citizen_id]) == 0
    first.refresh_from_db()
    assert (first.citizen_id, first.reason) == (None, "")
    assert set(first.flags.values_list("note", "cleared_reason")) <= {("", "")}
    shown = queries.certificate(HonourCertificate.objects.get(candidate=first).code)
    assert shown is not None
    assert (shown.name, shown.private_name) == ("", "")
    assert verify().breaks == []
