"""Reports that belong together: they join a case, two cases become one, and one is taken apart again."""

from typing import Any

import pytest

from peygir.cases import actions as cases
from peygir.cases import queries
from peygir.cases.actions.joining import CaseCannotTakeIn
from peygir.cases.models import Report
from peygir.core.codes import make_code
from peygir.core.refusals import Refusal
from peygir.history.queries import verify
from peygir.people.rules import ANONYMOUS, Actor
from tests import make
from tests.drain import drain
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("town_clock")


def test_a_second_report_joins_and_keeps_its_own_code(town: Town) -> None:
    code = make.referred()
    second = make.report(phone=PHONES[1], join_code=code)
    row = make.case(code)
    assert row.report_count == 2
    assert Report.objects.get(code=second.code).case_id == row.pk
    assert second.case_id == row.pk
    shown = queries.public_case(second.code)
    assert shown is not None
    assert (shown.code, shown.case_code, shown.state) == (second.code, code, "referred")
    found = queries.case_of(second.code)
    assert found is not None
    assert found.pk == row.pk


@pytest.mark.parametrize("given", [{"topic": "CNF-01"}, {"about_unit_code": "D-01"}])
def test_a_report_that_not_all_may_read_does_not_join(town: Town, given: dict[str, Any]) -> None:
    code = make.referred()
    with make.refused(CaseCannotTakeIn):
        make.report(phone=PHONES[1], join_code=code, **given)
    assert make.case(code).report_count == 1


def test_nothing_joins_a_secret_or_an_ended_case(town: Town) -> None:
    secret, ended = make.referred("CNF-01"), make.referred(phone=PHONES[1])
    make.command(ended, "withdraw", town.operator, note="پس گرفت")
    for by, code in ((ANONYMOUS, ended), (town.operator, ended), (town.inspectorate, secret)):
        with make.refused(CaseCannotTakeIn):
            make.report(phone=PHONES[2], join_code=code, by=by)
    # Who may not see the secret is told the same as of a code that nobody has.
    for by, code in ((ANONYMOUS, secret), (town.operator, secret), (ANONYMOUS, make_code(1405, 5))):
        with make.refused(cases.NoSuchCase):
            make.report(phone=PHONES[2], join_code=code, by=by)
    assert Report.objects.count() == 2


def test_merge_and_split(town: Town) -> None:
    kept, gone = make.referred(), make.referred(phone=PHONES[1])
    joined = make.report(phone=PHONES[2], join_code=gone).code
    make.command(gone, "merge", town.clerk, into=kept, note="همان چاله است")
    drain(twice=True)
    kept_case, other = make.case(kept), make.case(gone)
    assert (kept_case.report_count, other.report_count) == (3, 0)
    assert (other.state, other.merged_into_id) == ("merged", kept_case.pk)
    assert {row.code for row in queries.reports_of(kept_case.pk)} == {kept, gone, joined}
    for code in (gone, joined):
        shown = queries.public_case(code)
        assert shown is not None
        assert shown.case_code == kept
    assert make.kinds(gone)[-1] == "case_merged"
    assert make.kinds(kept)[-1] == "case_took_in"
    make.command(gone, "split", town.operator, note="دو چالهٔ جداست")
    drain(twice=True)
    kept_case, other = make.case(kept), make.case(gone)
    assert (kept_case.report_count, other.report_count) == (1, 2)
    assert (other.state, other.merged_into_id, other.unit_id) == ("referred", None, town.units["D-01"])
    assert {row.code for row in queries.reports_of(other.pk)} == {gone, joined}
    assert verify().breaks == []


def test_split_from_a_case_that_was_merged_itself(town: Town) -> None:
    first, second, third = (make.referred(phone=phone) for phone in PHONES[:3])
    make.command(first, "merge", town.clerk, into=second)
    make.command(second, "merge", town.clerk, into=third)
    drain()
    assert make.case(third).report_count == 3
    make.command(first, "split", town.operator, note="جداست")
    drain()
    counts = {code: make.case(code).report_count for code in (first, second, third)}
    assert counts == {first: 1, second: 0, third: 2}
    assert [row.code for row in queries.reports_of(make.case(first).pk)] == [first]
    make.command(second, "split", town.operator, note="این هم")
    drain()
    assert [make.case(code).report_count for code in (first, second, third)] == [1, 1, 1]


def test_what_cannot_be_merged(town: Town) -> None:
    code, secret = make.referred(), make.referred("CNF-01", phone=PHONES[1])
    ended, foreign = make.referred(phone=PHONES[2]), make.referred(district="2", phone=PHONES[3])
    make.command(ended, "withdraw", town.operator, note="پس گرفت")
    about = make.referred(phone=PHONES[4], about_unit_code="D-01")
    expected: dict[str, tuple[Actor, type[Refusal]]] = {
        code: (town.clerk, CaseCannotTakeIn),
        ended: (town.operator, CaseCannotTakeIn),
        foreign: (town.clerk, cases.NoSuchCase),
        secret: (town.operator, cases.NoSuchCase),
        "\x00": (town.operator, cases.NoSuchCase),
    }
    for into, (by, refusal) in expected.items():
        with make.refused(refusal):
            make.command(code, "merge", by, into=into)
    with make.refused(CaseCannotTakeIn):
        make.command(about, "merge", town.operator, into=code)
    make.command(code, "merge", town.operator, into=about)
    assert make.case(about).report_count == 2
