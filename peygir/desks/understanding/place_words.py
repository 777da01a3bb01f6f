"""Words that stand beside names: for sorts of places, for where something is, for people; and names of two senses."""

from typing import Final

# Words that tell the sort of a place, as people say them → the kinds they speak of ("" = any kind).
NEIGHBOURHOOD: Final = "neighbourhood"
MARKERS: Final = {
    **dict.fromkeys(("محله", "محل", "شهرک", "کوی", "مهله"), (NEIGHBOURHOOD,)),
    **dict.fromkeys(("خیابان", "بلوار", "بولوار", "اتوبان", "بزرگراه", "جاده", "کوچه", "خ", "بلوا"), ("street",)),
    **dict.fromkeys(("میدان", "فلکه"), ("square",)),
    **dict.fromkeys(("سه راه", "سهراه", "سه راهی", "چهارراه", "چارراه", "تقاطع"), ("square", "street", "")),
    **dict.fromkeys(("پارک", "بوستان", "باغ"), ("park",)),
    **dict.fromkeys(("بیمارستان", "درمانگاه", "کلینیک"), ("hospital",)),
    **dict.fromkeys(("بازار", "بازارچه", "سرای"), ("bazaar",)),
    **dict.fromkeys(("دروازه",), ("gate",)),
    **dict.fromkeys(("امامزاده", "حرم", "آستان", "شاهزاده", "آرامگاه", "مقبره"), ("shrine",)),
    **dict.fromkeys(("پل", "زیرگذر", "روگذر"), ("bridge",)),
    **dict.fromkeys(("ترمینال", "پایانه", "ایستگاه"), ("terminal", "")),
    **dict.fromkeys(("پاساژ", "مجتمع", "مال", "مرکز خرید"), ("mall", "")),
    **dict.fromkeys(("دانشگاه", "دانشکده"), ("university",)),
    **dict.fromkeys(("neighbourhood", "neighborhood", "town"), (NEIGHBOURHOOD,)),
    **dict.fromkeys(("street", "st", "boulevard", "blvd", "road", "avenue"), ("street",)),
    **dict.fromkeys(("square", "sq", "roundabout"), ("square",)),
    **dict.fromkeys(("park",), ("park",)), **dict.fromkeys(("hospital",), ("hospital",)),
}  # fmt: skip
BEFORE: Final = (
    "در", "تو", "توی", "سمت", "طرف", "طرفای", "نزدیک", "نزدیکی", "روبروی", "روبه", "جنب", "پشت", "بالای", "پایین",
    "انتهای", "ابتدای", "داخل", "از", "سر", "تا", "بین", "حوالی", "near", "in", "at",
)  # fmt: skip
# Of these only the ones that are said of places alone let a name stand that has lost its marker.
PLACEWISE: Final = (
    "سمت", "طرف", "طرفای", "نزدیک", "نزدیکی", "روبروی", "جنب", "پشت", "بالای", "انتهای", "ابتدای", "حوالی", "near",
)  # fmt: skip
PEOPLE: Final = (
    "اقای", "اقا", "خانم", "خانوم", "دکتر", "مهندس", "جناب", "سرکار", "حاج", "حاجی", "mr", "mrs",
)  # fmt: skip
# Names of one word that mean something else too, or that half the city's people bear.
AMBIGUOUS: Final = (
    "ارتش", "فرودگاه", "همت", "فضیلت", "بیات", "کشن", "مهدیه", "رضوان", "احمدی", "سعدی", "حافظ", "گلستان", "بهشتی",
    "چمران", "سلامت", "ازادی", "شهدا", "نماز", "دانش", "بهار", "کوثر", "شهرداری", "مرکزی", "اصلی", "معلم", "کارگر",
)  # fmt: skip
