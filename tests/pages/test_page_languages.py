"""A citizens' language is offered and shown on the citizens' pages; other pages and staff see its fallback."""

import re
from typing import Final

import pytest
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from peygir.desks.answers.models import Message
from peygir.people.models import Staff
from peygir.web.kit.citizen_pages import FOR_FEW
from tests import make
from tests.browsers import page
from tests.drain import drain
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")
_WORDS: Final = re.compile(
    r"<(script|style|svg|template|code|pre)\b.*?</\1>|<li lang=\"en\".*?</li>|<[^>]+>", re.DOTALL
)
_ENGLISH: Final = re.compile(r"\b(?![A-Z]{3}\b)[A-Za-z]{3,}\b")  # no codes of topics, which this town has for names
# Latin words that stand in Arabic sentences: names, formats, what is typed.
_LATIN: Final = frozenset(
    re.findall(
        r"\w+",
        "PDF JPEG PNG WebP HEIC CSV JSON SHA QR SMS STOP START Tor Enter English GeoJSON GeoParquet Parquet Open311"
        " DCAT Atom Pabulib name example com https http iframe src title svg csvw Turtle json schema figures cases",
    )
)
TOLD: Final = {"topic": "CIV-01", "text": make.POTHOLE, "address": "خیابان زند", "area": "01-01", "heard": "1"}


@pytest.fixture
def arabic(town: Town) -> Client:
    """A browser that asks for Arabic."""
    return Client(headers={"Accept-Language": "ar-IQ,ar;q=0.9"})


def read_on(whole: str) -> str:
    """What is read on a page, without its markup."""
    return _WORDS.sub(" ", whole)


def test_a_page_runs_from_the_right_in_arabic(arabic: Client) -> None:
    response = arabic.get("/")
    whole = response.content.decode()
    assert re.search(r'<html\s+lang="ar"\s+dir="rtl"\s+data-zero="٠"', whole)
    assert response["Content-Language"] == "ar"
    assert "الإبلاغ عن مشكلة" in whole
    assert not re.search("[۰-۹]", read_on(page(arabic, "track")))


def test_a_reader_chooses_among_the_languages_of_the_page(arabic: Client, town: Town) -> None:
    whole = page(arabic, "home")
    offered = re.findall(r'name="language"\s+value="(\w+)"', whole)
    assert set(offered) == {"fa", "en", "ar"}
    client = Client()
    client.post("/language/", {"language": "ar", "next": "/track/"})
    assert 'lang="ar"' in page(client, "track")
    client.post("/language/", {"language": "tlh"})
    assert 'lang="ar"' in page(client, "track")


def test_another_page_is_in_the_fallback_and_says_so(arabic: Client) -> None:
    whole = page(arabic, "marks_method")
    assert re.search(r'<html\s+lang="en"\s+dir="ltr"', whole)
    assert re.search(r'lang="ar"\s+dir="rtl"\s*>.*هذه الصفحة غير متاحة بالعربية بعد\.', whole, re.DOTALL)
    assert "غير متاحة" not in page(Client(headers={"Accept-Language": "en"}), "marks_method")
    assert "غير متاحة" not in page(arabic, "home")


def test_staff_are_not_offered_the_language(town: Town) -> None:
    client = Client()
    client.cookies["django_language"] = "ar"
    login = client.get("/staff/login/").content.decode()
    assert re.search(r'<html\s+lang="en"', login)
    client.force_login(Staff.objects.get(username="clerk"))
    for address in ("/desk/inbox/", "/"):
        whole = client.get(address).content.decode()
        assert re.search(r'<html\s+lang="en"', whole), address
        assert 'value="ar"' not in whole
        assert "غير متاحة" not in whole


def test_a_page_that_is_not_there_is_in_the_reader_s_language(arabic: Client) -> None:
    response = arabic.get("/nothing/of/the/kind/")
    assert response.status_code == 404
    assert "رمز المتابعة" in response.content.decode()


def test_a_refused_form_says_why_in_arabic(arabic: Client) -> None:
    response = arabic.get("/track/", {"code": "12"})
    assert "رمز متابعة كاملًا" in response.content.decode()
    response = arabic.post("/report/", {**TOLD, "phone": "12", "key": "f" * 32})
    assert response.status_code == 422
    assert "رقم الهاتف هذا غير صحيح" in response.content.decode()


def test_a_number_in_a_refusal_has_the_reader_s_digits(town: Town) -> None:
    refusals = {}
    for language in ("ar", "fa", "en"):
        client = Client(headers={"Accept-Language": language})
        for _ in range(20):  # more than a phone may ask for codes
            response = client.post("/me/", {"phone": "09171234567"})
            if response.status_code == 429:
                break
        refusals[language] = response.content.decode()
    assert re.search(r"مدة الانتظار بالدقائق: [٠-٩]+\)", refusals["ar"])
    assert re.search(r"لطفاً [۰-۹]+ دقیقهٔ دیگر", refusals["fa"])
    assert re.search(r"again in [0-9]+ minutes", refusals["en"])


def test_a_reporter_is_told_in_arabic(arabic: Client) -> None:
    assert arabic.post("/report/", {**TOLD, "phone": "09171234567", "key": "n" * 32}).status_code == 302
    drain()
    message = Message.objects.filter(address="+989171234567").earliest("pk")
    assert message.body.startswith("سجّل مركز ١٣٧ بلاغك")
    assert re.search("[٠-٩]{10}", message.body)


def test_a_case_is_told_in_both_calendars(arabic: Client) -> None:
    code = make.done()
    whole = read_on(page(arabic, "public_case", code))
    assert re.search(r"[٠-٩]{1,2} \w+ ١٤٠\d \([٠-٩]{1,2} \w+ ٢٠٢\d\)", whole)
    assert "استُلم" in whole


def test_the_drop_box_is_in_arabic_without_a_session(town: Town) -> None:
    client = Client()
    response = client.get("/drop/", {"l": "ar"})
    whole = response.content.decode()
    assert re.search(r'<html lang="ar" dir="rtl"', whole)
    assert "الإبلاغ عن فساد" in whole
    assert [re.search(rf'\?l={code}"\s+lang="{code}"', whole) is not None for code in ("fa", "en", "ar")] == [
        True,
        True,
        False,
    ]
    assert not response.cookies


def test_a_phone_keeps_the_pages_of_citizens_in_arabic(arabic: Client) -> None:
    shell = arabic.get("/shell/ar/report/")
    assert 'lang="ar"' in shell.content.decode()
    assert arabic.get("/shell/ar/crew/").status_code == 404
    assert arabic.get("/manifest.webmanifest").json()["dir"] == "rtl"
    areas = arabic.get("/areas.json").json()["features"]
    assert all(one["properties"]["name_ar"] for one in areas)


def test_no_english_is_left_on_the_citizens_pages(arabic: Client, town: Town) -> None:
    code = make.done()
    names = {"name", "code", "token", "text"}
    left: dict[str, set[str]] = {}
    for name, address in plain_pages():
        response = arabic.get(address)
        if response.status_code == 200 and "text/html" in response["Content-Type"]:
            english = set(_ENGLISH.findall(read_on(response.content.decode()))) - _LATIN - names
            left |= {name: english} if english else {}
    whole = read_on(page(arabic, "public_case", code))
    left |= {"case": english} if (english := set(_ENGLISH.findall(whole)) - _LATIN) else {}
    assert left == {}


def plain_pages() -> list[tuple[str, str]]:
    """The citizens' pages whose address has no part that depends on data."""
    names_and_addresses: list[tuple[str, str]] = []

    def walk(resolver: URLResolver, prefix: str) -> None:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern, prefix + str(pattern.pattern))
            elif isinstance(pattern, URLPattern) and pattern.name and "<" not in str(pattern.pattern):
                parts = pattern.callback.__module__.split(".")
                if parts[2:3] and parts[2] in ("public", "citizen", "drop", "panel") and pattern.name not in FOR_FEW:
                    names_and_addresses.append((pattern.name, f"/{prefix}{pattern.pattern}"))

    walk(get_resolver(), "")
    return names_and_addresses
