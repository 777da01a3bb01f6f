"""Who owns a case: there is always an owner, never the one whom the complaint is about, and always a reason."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from peygir.routing.rules import REASONS, Answer, Asked, Found, choose_owner

CENTRE, INSPECTORATE, DISTRICT, DEPUTY, MAYOR = 1, 2, 3, 4, 5
ABOVE = {CENTRE: (MAYOR,), INSPECTORATE: (MAYOR,), DISTRICT: (DEPUTY, MAYOR), DEPUTY: (MAYOR,), MAYOR: ()}
PLAIN = Asked(topic_id=1, district_code="1", needs_district=True, is_confidential=False, about_unit_id=None)


def choose(asked: Asked, found: Found | None = None, *, inspectorate: int | None = INSPECTORATE) -> Answer:
    """The owner in a city of five units."""
    return choose_owner(asked, found, centre_id=CENTRE, inspectorate_id=inspectorate, above=ABOVE)


def test_the_owner_of_the_table() -> None:
    assert choose(PLAIN, Found(DISTRICT, branch="civil")) == Answer(
        DISTRICT, "ownership", "owner_found", branch="civil"
    )


def test_no_owner_goes_to_the_centre_with_the_reason() -> None:
    assert choose(PLAIN) == Answer(CENTRE, "centre", "no_owner")
    assert choose(replace(PLAIN, district_code="")).why == "no_district"
    assert choose(replace(PLAIN, topic_id=None)).why == "no_topic"


def test_an_agency_is_announced_by_the_centre() -> None:
    assert choose(PLAIN, Found(agency_id=9)) == Answer(CENTRE, "agency", "agency_found", agency_id=9)


def test_a_returned_case_goes_to_the_centre() -> None:
    assert choose(replace(PLAIN, was_returned=True), Found(DISTRICT)) == Answer(CENTRE, "centre", "returned")


def test_confidential_goes_to_the_inspectorate_whatever_the_table_says() -> None:
    assert choose(replace(PLAIN, is_confidential=True), Found(DISTRICT)).unit_id == INSPECTORATE
    assert choose(replace(PLAIN, is_confidential=True), Found(agency_id=9)).agency_id is None


def test_a_complaint_about_the_owner_goes_to_the_unit_above() -> None:
    answer = choose(replace(PLAIN, about_unit_id=DISTRICT), Found(DISTRICT, branch="civil"))
    assert (answer.unit_id, answer.how, answer.why, answer.branch) == (DEPUTY, "above", "about_owner", "")


def test_a_complaint_about_the_centre_does_not_stay_in_the_centre() -> None:
    about = replace(PLAIN, about_unit_id=CENTRE)
    assert choose(about).unit_id == MAYOR
    assert choose(replace(about, topic_id=None)).unit_id == MAYOR
    assert choose(replace(about, was_returned=True), Found(DISTRICT)).unit_id == MAYOR
    assert choose(about, Found(agency_id=9)).unit_id == MAYOR


@given(
    asked=st.builds(
        Asked,
        topic_id=st.sampled_from([None, 1]),
        district_code=st.sampled_from(["", "1"]),
        needs_district=st.booleans(),
        is_confidential=st.booleans(),
        about_unit_id=st.sampled_from([None, *ABOVE]),
        was_returned=st.booleans(),
    ),
    found=st.none()
    | st.builds(Found, unit_id=st.sampled_from([None, *ABOVE]), agency_id=st.sampled_from([None, None, 9])),
    inspectorate=st.sampled_from([None, INSPECTORATE]),
)
def test_there_is_always_an_owner_and_never_the_accused(
    asked: Asked, found: Found | None, inspectorate: int | None
) -> None:
    answer = choose(asked, found, inspectorate=inspectorate)
    assert answer.unit_id in ABOVE
    assert answer.why in REASONS
    if asked.about_unit_id not in (None, MAYOR):  # above the mayor there is nobody
        assert answer.unit_id != asked.about_unit_id


def test_reasons_are_in_both_languages_and_can_be_filled_in() -> None:
    for fa, en in REASONS.values():
        assert fa.format(topic="الف", district="ب", unit="پ")
        assert en.format(topic="a", district="b", unit="c").replace("“", "").replace("”", "").isascii()
