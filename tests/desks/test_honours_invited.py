"""The seal, invitations, the reserve list, certificates, and what erasure leaves of the honoured."""

import pytest

from peygir.core import clock
from peygir.desks.answers.models import Message
from peygir.history.queries import verify
from peygir.outlook.honours import actions, queries
from peygir.outlook.honours.models import HonourCandidate, HonourCertificate, VettingFlag
from peygir.people.actions import NotYourWork
from peygir.people.rules import SYSTEM
from tests import make
from tests.honoured import NAMES, agree, candidates_of, counted_edition, decide, office, sealed
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
