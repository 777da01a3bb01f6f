"""Addresses down to the door, persons named by their role or in a closing, and two sets of others."""

import pytest

from peygir.core.personal import KINDS, MASK, cover, look, mask
from tests.rules.ordinary import DATA
from tests.rules.test_personal_spellings import spellings


def _ordinary(file: str) -> list[str]:
    return (DATA / file).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("file", "least", "share"),
    [("personal_spellings_outside.tsv", 260, 0.01), ("personal_spellings_rounds.tsv", 490, 0.02)],
)
def test_what_people_wrote_before_the_rule_was_mended_is_found_or_held(file: str, least: int, share: float) -> None:
    known = list(spellings(file))
    missed = [text for _, text in known if look(text).is_clean]
    assert len(known) >= least
    assert len(missed) <= share * len(known), missed
    for _, text in known:
        assert look(mask(text)).found == (), text


@pytest.mark.parametrize(
    ("file", "least"), [("ordinary_sentences_outside.txt", 500), ("ordinary_sentences_rounds.txt", 1170)]
)
def test_at_most_one_sentence_of_two_hundred_is_stopped(file: str, least: int) -> None:
    known = _ordinary(file)
    stopped = [text for text in known if not look(text).is_clean]
    assert len(known) >= least
    assert len(stopped) <= 0.005 * len(known), stopped


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("خانهٔ ما کوچه ۴ پلاک ۱۲ طبقه ۳ واحد ۵ آب ندارد", f"خانهٔ ما کوچه ۴ {MASK} آب ندارد"),
        ("من پ۳۳ ط۴ و۱۲ زندگی می‌کنم", f"من {MASK} زندگی می‌کنم"),
        ("منزلم پلاک هجده طبقه دوم واحد چهار است", f"منزلم {MASK} است"),
        ("منزل ما بلوک ۳ ورودی ۲ طبقه ۵ واحد ۲۰", f"منزل ما {MASK}"),
        ("my home is no. 15, floor 3, unit 9", f"my home is {MASK}"),
        ("khoonamoon pelak 24 tabaghe 2 vahed 6", f"khoonamoon {MASK}"),
        ("أسكن في رقم ١٩ الطابق ٢ الشقة ٤", f"أسكن في {MASK}"),
        ("خونم پ‌ل‌ا‌ک ۱۲ و‌ا‌ح‌د ۴", f"خونم {MASK}"),
        ("من پلاک۵۵\nطبقه۲\nواحد۳ ساکنم", f"من {MASK} ساکنم"),
    ],
)
def test_an_address_that_is_said_to_be_a_home_is_covered(text: str, covered: str) -> None:
    assert [finding.kind for finding in look(text).found] == ["address"]
    assert mask(text) == covered


@pytest.mark.parametrize(
    "text",
    [
        "پلاک ۱۲ طبقه ۳ واحد ۵",
        "بلوک ۳ شهرک واحد ۱۲۰",
        "kooche 8 pelak 24 vahed 6",
        "no 8, 2nd floor, apt 4",
        "p 17, v 4",
        "ساختمان نرگس طبقه ۲ واحد ۶",
        "خانهٔ ما پلاک ۷ است",
        "درب منزل پلاک ۷ بسته بود",
        "زنگ واحد شش را بزنید",
    ],
)
def test_an_address_that_nobody_calls_a_home_waits(text: str) -> None:
    assert look(text).found == ()
    assert [finding.kind for finding in look(text).doubtful] == ["address"]
    assert MASK in cover(text)


@pytest.mark.parametrize(
    "text",
    [
        "مغازه پلاک ۱۱۲ آب کولرش می‌ریزد",
        "ساختمان ۵ طبقه ۱۲ واحدی",
        "واحد خدمات شهری ناحیه ۲",
        "واحد ۱۲۵ آتش‌نشانی",
        "طبقه ۲ پارکینگ عمومی تاریک است",
        "پاساژ زیتون طبقه اول واحد ۱۱۴ سر و صدا دارد",
        "جلوی خانه پلاک ۵ چاله است",
        "پلاک ۱۰ و ۱۲ آب ندارند",
        "کنتور ۴ طبقه ۲ واحد ۳ نمی‌چرخد",
        "سه بار زنگ زدم",
        "زنگ ۳ مدرسه بلند است",
        "خانه ما پنج طبقه دارد",
        "the third floor of the public parking is dark",
        "bus no. 12 never comes",
    ],
)
def test_a_house_a_floor_or_a_department_alone_is_nobodys(text: str) -> None:
    assert look(text).is_clean


def test_an_address_has_a_name_in_both_languages() -> None:
    assert KINDS["address"].in_language("fa") == "نشانی خانه"
    assert KINDS["address"].in_language("en") == "a home address"


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("ارادتمند شما: غلامعباس کشاورزی", f"ارادتمند شما: {MASK}"),
        ("کارشناس بازدید: حمید شبانکاره، اقدام شد", f"کارشناس بازدید: {MASK}، اقدام شد"),
        ("امضا: ش. محمودآبادی", f"امضا: ش. {MASK}"),
        ("اسم کوچیکم تیناست", f"اسم کوچیکم {MASK}"),
        ("مرا منیژه اردلان صدا می‌زنند", f"مرا {MASK} صدا می‌زنند"),
        ("آ ق ا ی  ر ح ی م  ص ا د ق ی  سگ داره", f"{MASK}  سگ داره"),
        ("با سرکار خانم پروین‌دخت عطاردی تماس گرفته شد", f"با {MASK} تماس گرفته شد"),
        ("esmam behrooz tavakoli hast", f"{MASK} hast"),
        ("Regards,\nMahnaz Keshavarz", f"Regards,\n{MASK}"),
        ("از اکیپ آقایان قادری و نظری تشکر کنید", f"از اکیپ {MASK} تشکر کنید"),
    ],
)
def test_who_is_told_by_a_role_a_closing_or_an_initial_is_covered(text: str, covered: str) -> None:
    assert cover(text) == covered


@pytest.mark.parametrize(
    "text",
    [
        "کارشناس: عمق حفره ۲۵ سانت است",
        "با احترام، هیئت امنای مسجد",
        "با تشکر، جمعی از ساکنین",
        "کارشناس شما با احترام برخورد کرد",
        "ایستگاه مترو دکتر شریعتی آسانسور ندارد",
        "به اسم توسعه درخت‌ها را بریدند",
        "یه خانم غش کرد",
        "اسمم فاش نشود",
        "خیابان شهید محمد جواد تندگویان",
        "بند الف و ب و ج مصوبه",
        "شكرا للبلدية على تنظيف الشارع",
        "حدود سی و هفت میلیون و دویست هزار تومان",
    ],
)
def test_roles_closings_and_places_without_a_name_are_left_alone(text: str) -> None:
    assert look(text).is_clean


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("پلاکش ۲۲ بود بعد ل بعد ۴۱۸ و آخرش ۹۳", f"پلاکش {MASK}"),
        ("به شماره انتظامی ۷۷م۲۱۴-۶۳ منتقل شد", f"به {MASK} منتقل شد"),
        ("پلاک منطقه آزاد 44182 کیش کنار رمپ", f"{MASK} کنار رمپ"),
        ("پلاک موتورش: ۱۲۳ بعد ۴۵۶۷۸", f"پلاک موتورش: {MASK}"),
        ("۱ ۴ و ۶ ۸ ۲ ایران ۶ ۳ پارک کرده", f"{MASK} پارک کرده"),
    ],
)
def test_a_plate_is_found_however_it_is_told(text: str, covered: str) -> None:
    assert [finding.kind for finding in look(text).found] == ["plate"]
    assert mask(text) == covered
