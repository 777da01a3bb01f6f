"""Actors and cases as property tests draw them: few units and few people, so that they meet often."""

from hypothesis import strategies as st

from peygir.people.roles import Role
from peygir.people.rules import ANONYMOUS, CLOCK, IMPORT, SYSTEM, Actor, CaseVisibility

UNITS = (1, 2, 3)
PEOPLE = (1, 2, 3)


def staff() -> st.SearchStrategy[Actor]:
    """Members of staff of every role, with and without a unit."""
    return st.builds(
        Actor,
        kind=st.just("staff"),
        id=st.sampled_from(PEOPLE),
        role=st.sampled_from([*Role, ""]),
        unit_id=st.sampled_from([None, *UNITS]),
        unit_ids_below=st.frozensets(st.sampled_from(UNITS)),
    )


def actors() -> st.SearchStrategy[Actor]:
    """Everybody who may act."""
    return staff() | st.sampled_from([ANONYMOUS, CLOCK, IMPORT, SYSTEM, Actor("citizen", 1)])


def sights() -> st.SearchStrategy[CaseVisibility]:
    """What a case shows to a permission rule."""
    return st.builds(
        CaseVisibility,
        unit_id=st.sampled_from([None, *UNITS]),
        is_confidential=st.booleans(),
        about_unit_id=st.sampled_from([None, *UNITS]),
        about_staff_id=st.sampled_from([None, *PEOPLE]),
        assignee_id=st.sampled_from([None, *PEOPLE]),
    )
