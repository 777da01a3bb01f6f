"""Cards on shelves: each stands where its case stands, and a search finds on every partition what may be seen."""

from datetime import timedelta
from itertools import product

import pytest

from peygir.cases.actions import archive_search_entries
from peygir.cases.actions.search_entries import move_search_entry, write_search_entry
from peygir.cases.models import Case, SearchEntry, SearchPartition
from peygir.cases.queries import Filters, inbox, search
from peygir.cases.rules import visibility_of
from peygir.cases.seeing import unit_seen_by
from peygir.cases.states import ENDED, CaseState
from peygir.core import clock
from peygir.journey.night import tidy
from peygir.people.rules import may_see
from tests import make
from tests.desks.test_search import STAIN, codes_found
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def test_the_same_holds_on_every_shelf(town: Town, town_clock: TownClock) -> None:
    codes = [make.referred(text=STAIN), make.referred(topic="CLN-01", text=STAIN, phone=PHONES[1])]
    for partition in SearchPartition:
        assert set(SearchEntry.objects.values_list("partition", flat=True)) == {partition}
        cases = list(Case.objects.all())
        for name, actor in town.actors.items():
            allowed = {case.code for case in cases if may_see(actor, visibility_of(case))}
            assert set(codes_found(actor, town, "نانوایی")) == allowed, (partition, name)
            unit_id = unit_seen_by(actor)
            assert unit_id is None or {case.unit_id for case in cases if case.code in allowed} <= {unit_id}, name
            listed = inbox(actor, town.city_id, Filters(text="نانوایی", states=tuple(CaseState))).cases
            assert {line.code for line in listed} == allowed, (partition, name)
        if partition == SearchPartition.OPEN:
            for code in codes:
                make.command(code, "withdraw", town.operator, note="پس گرفت")
        else:
            town_clock.forward(days=366)
            assert archive_search_entries(clock.now()) == (len(codes) if partition == SearchPartition.LATELY else 0)


def test_a_card_goes_where_its_case_goes(town: Town, town_clock: TownClock) -> None:
    code = make.referred(text=STAIN)
    unit_id = Case.objects.get(code=code).unit_id

    def place() -> tuple[int, int | None]:
        return SearchEntry.objects.values_list("partition", "unit_id").get(case__code=code)

    assert place() == (SearchPartition.OPEN, None)
    make.command(code, "decline", town.clerk, note="نیازی نیست")
    assert place() == (SearchPartition.OPEN, None), "whoever reported it may still object"
    make.command(code, "close", town.operator, kind="no_action")
    assert place() == (SearchPartition.LATELY, unit_id)
    make.command(code, "reopen", town.operator, note="اعتراض")
    assert place() == (SearchPartition.OPEN, None)
    make.command(code, "withdraw", town.operator, note="پس گرفت")
    town_clock.forward(days=366)
    tidy(clock.now(), before=clock.now())
    assert place() == (SearchPartition.ARCHIVE, unit_id)


def test_a_move_and_a_writing_put_the_card_in_one_place(town: Town, town_clock: TownClock) -> None:
    """Wherever a case comes from and however long ago that was: an old record that is taken over ended years ago."""
    code = make.referred(text=STAIN)
    case, seen = Case.objects.get(code=code), set()
    for state, was, days in product(CaseState, CaseState, (0, 364, 366, 3000)):
        if ENDED.isdisjoint((state, was)):
            continue  # an open case that stays open has its card where it is
        case.state, case.state_at = state, town_clock() - timedelta(days=days)
        SearchEntry.objects.filter(case=case).update(
            partition=SearchPartition.OPEN if was not in ENDED else SearchPartition.LATELY, unit_id=None
        )
        move_search_entry(case, was=was)
        moved = SearchEntry.objects.values_list("partition", "unit_id").get(case=case)
        SearchEntry.objects.filter(case=case).delete()
        write_search_entry(case)
        assert moved == SearchEntry.objects.values_list("partition", "unit_id").get(case=case), (was, state, days)
        seen.add(moved)
    assert seen == {
        (SearchPartition.OPEN, None),
        (SearchPartition.LATELY, case.unit_id),
        (SearchPartition.ARCHIVE, case.unit_id),
    }


def test_a_word_of_long_ago_is_found_by_the_index(town: Town, town_clock: TownClock) -> None:
    codes = [make.referred(text=STAIN)]
    for number in range(3):
        town_clock.forward(minutes=5)
        codes.append(make.referred(phone=PHONES[number]))
    for code in codes:
        make.command(code, "withdraw", town.operator, note="پس گرفت")
    for text, expected_codes in (("نانوایی", codes[:1]), ("چاله", codes[::-1]), ("بن بست", [])):
        for newest in (1, 2, 100):
            result = search(town.clerk, town.city_id, text, newest=newest)
            assert [line.code for line in result.lines] == expected_codes
            assert not result.has_more
