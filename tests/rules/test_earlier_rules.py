"""What headings and words of an earlier system probably mean: proposed where alike, and left open where not."""

import pytest

from peygir.desks.earlier.rules import proposed_code, proposed_columns


def test_a_kept_choice_loses_no_column_of_a_richer_table() -> None:
    kept = [{"number": "کد", "opened_at": "روز"}]
    assert proposed_columns(("کد", "روز", "lat", "lon", "شماره"), kept) == {**kept[0], "lat": "lat", "lon": "lon"}
    assert proposed_columns(("کد", "شماره"), kept) == {"number": "شماره"}


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("شهرداري منطقه دو", "D-02"),
        ("منطقه یازده", "D-11"),
        ("منطقه 1", "D-01"),
        ("سازمان پسماند", "O-waste"),
        ("سازمان ناشناس", ""),
        ("شهرداری", ""),
        ("=1+1", ""),
    ],
)
def test_what_a_unit_of_another_spelling_probably_is(word: str, code: str) -> None:
    names = {
        "شهرداری منطقه ۱": "D-01",
        "شهرداری منطقه ۲": "D-02",
        "شهرداری منطقه ۱۱": "D-11",
        "سازمان ساماندهی مشاغل شهری": "O-jobs",
        "سازمان مدیریت پسماند": "O-waste",
    }
    assert proposed_code(word, names) == code


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        (
            ("unique_key", "created_date", "closed_date", "agency", "agency_name", "complaint_type", "status"),
            {
                "number": "unique_key",
                "opened_at": "created_date",
                "closed_at": "closed_date",
                "unit": "agency_name",
                "topic": "complaint_type",
                "state": "status",
            },
        ),
        (
            ("شمارهٔ پیام", "تاریخ", "زمان ثبت", "تلفن همراه", "واحد اقدام‌کننده"),
            {
                "number": "شمارهٔ پیام",
                "opened_at": "زمان ثبت",
                "phone": "تلفن همراه",
                "unit": "واحد اقدام‌کننده",
            },
        ),
    ],
)
def test_headings_of_other_systems(headings: tuple[str, ...], columns: dict[str, str]) -> None:
    assert proposed_columns(headings) == columns
