"""The first words of what Peygir answers in a talk: by short message, in a messenger, and to a letter."""

from typing import Final

from peygir.core.translation import Names, Text, pgettext_lazy

OF_SOMETHING_ELSE: Final = (
    "talk_ask_words",
    "talk_ask_place",
    "talk_ask_photo",
    "talk_ask_code",
    "talk_state",
    "talk_no_code",
)
"""Messages of a talk about something else than the last question of ours: words that come next answer them."""
KINDS_OF_A_TALK: Final = (*OF_SOMETHING_ELSE, "talk_unclear", "talk_unclear_survey")
"""Messages that are looked up by address, with an index of their own."""

# kind → the variables its text may use
VARIABLES: Final[dict[str, frozenset[str]]] = {
    "answer_by_number": frozenset(),
    "talk_state": frozenset({"code", "topic", "state", "due", "link"}),
    "talk_no_code": frozenset({"code"}),
    "talk_ask_words": frozenset(),
    "talk_ask_place": frozenset(),
    "talk_ask_photo": frozenset(),
    "talk_ask_code": frozenset(),
    "talk_kept": frozenset(),
    "talk_yes": frozenset({"code"}),
    "talk_no": frozenset({"code", "link"}),
    "talk_not_asked": frozenset(),
    "talk_survey": frozenset({"code"}),
    "talk_unclear": frozenset({"code"}),
    "talk_unclear_survey": frozenset({"code"}),
    "talk_noted": frozenset({"code"}),
    "talk_stopped": frozenset(),
    "talk_started": frozenset(),
    "talk_help": frozenset(),
    "talk_language": frozenset(),
    "talk_refused": frozenset({"reason"}),
    "talk_emergency": frozenset({"phone"}),
}

# (kind, language) → (subject, body)
DEFAULTS: Final[dict[tuple[str, str], tuple[str, str]]] = {
    ("answer_by_number", "fa"): ("", "پاسخ با پیامک: ۱ برطرف شد، ۲ انجام شد ولی خوب نیست، ۳ انجام نشده است."),
    ("answer_by_number", "en"): ("", "Or reply: 1 it is fixed, 2 done but not well, 3 not done."),
    ("talk_state", "fa"): ("وضعیت گزارش شما", "گزارش {code} («{topic}»): {state}{due}.\n{link}"),
    ("talk_state", "en"): ("Where your report stands", "Report {code} (“{topic}”): {state}{due}.\n{link}"),
    ("talk_no_code", "fa"): ("این کد پیدا نشد", "گزارشی با کد {code} پیدا نشد. لطفاً ده رقم کد را یک بار دیگر نگاه کنید."),
    ("talk_no_code", "en"): ("This code was not found", "There is no report {code}. Please compare its ten digits once more."),
    ("talk_ask_words", "fa"): ("چه شده است؟", "لطفاً در چند کلمه بنویسید چه شده است."),
    ("talk_ask_words", "en"): ("What is it?", "Please write in a few words what it is."),
    ("talk_ask_place", "fa"): (
        "کجاست؟",
        "پیام شما رسید. لطفاً نشانی یا نام محله را هم بنویسید تا گزارش ثبت شود.",
    ),
    ("talk_ask_place", "en"): ("Where is it?", "We have your message. Please also write the address or the neighbourhood."),
    ("talk_ask_photo", "fa"): ("عکس", "اگر عکسی دارید همین حالا بفرستید؛ وگرنه «ثبت» را بزنید."),
    ("talk_ask_photo", "en"): ("A photo", "If you have a photo, send it now; if not, press “Send”."),
    ("talk_ask_code", "fa"): ("کد رهگیری", "کد رهگیری ده‌رقمی را بفرستید."),
    ("talk_ask_code", "en"): ("Tracking code", "Please send the ten digits of the tracking code."),
    ("talk_kept", "fa"): ("عکس رسید", "عکس رسید. اگر عکس دیگری نیست «ثبت» را بزنید."),
    ("talk_kept", "en"): ("We have the photo", "We have the photo. If there is no other, press “Send”."),
    ("talk_yes", "fa"): ("سپاسگزاریم", "نظر شما دربارهٔ گزارش {code} ثبت شد. سپاسگزاریم."),
    ("talk_yes", "en"): ("Thank you", "Your answer on report {code} is recorded. Thank you."),
    ("talk_no", "fa"): (
        "گزارش شما دوباره باز شد",
        "نظر شما دربارهٔ گزارش {code} ثبت شد و کار دوباره پیگیری می‌شود. اگر توضیحی دارید: {link}",
    ),
    ("talk_no", "en"): ("Your report is open again", "Your answer on report {code} is recorded and the work goes on. To say more: {link}"),
    ("talk_not_asked", "fa"): (
        "اکنون نظری پرسیده نشده است",
        "اکنون گزارشی از شما در انتظار نظر نیست. برای گزارش تازه، مشکل و نشانی را بنویسید؛ برای پیگیری، کد رهگیری را.",
    ),
    ("talk_not_asked", "en"): (
        "Nothing is asked now",
        "No report of yours waits for an answer now. To report, write what and where; to follow one, its code.",
    ),
    ("talk_survey", "fa"): ("سپاسگزاریم", "پاسخ شما دربارهٔ گزارش {code} ثبت شد. از وقتی که گذاشتید سپاسگزاریم."),
    ("talk_survey", "en"): ("Thank you", "Your answer about report {code} is recorded. Thank you for your time."),
    ("talk_unclear", "fa"): (
        "برطرف شد؟",
        "پاسخ شما دربارهٔ گزارش {code} روشن نبود. لطفاً فقط یک عدد بفرستید: ۱ برطرف شد، ۲ انجام شد ولی خوب نیست، ۳ انجام نشده است.",
    ),
    ("talk_unclear", "en"): (
        "Is it fixed?",
        "Your answer on report {code} was not clear. Please send one number: 1 it is fixed, 2 done but not well, 3 not done.",
    ),
    ("talk_unclear_survey", "fa"): (
        "نتیجه چگونه بود؟",
        "پاسخ شما دربارهٔ گزارش {code} روشن نبود. لطفاً فقط یک عدد بفرستید: ۱ راضی‌ام، ۲ راضی نیستم، ۳ انجام نشده، ۴ نمی‌دانم.",
    ),
    ("talk_unclear_survey", "en"): (
        "How was it?",
        "Your answer on report {code} was not clear. Please send one number: 1 satisfied, 2 not satisfied, 3 not done, 4 cannot say.",
    ),
    ("talk_noted", "fa"): ("پیام شما رسید", "پیام شما در پروندهٔ گزارش {code} ثبت شد و همکاران ما آن را می‌خوانند."),
    ("talk_noted", "en"): ("We have your message", "Your message is kept with report {code}; a colleague will read it."),
    ("talk_stopped", "fa"): ("پیام‌ها قطع شد", "دیگر پیامی از ما نمی‌گیرید. برای وصل دوباره بنویسید: شروع"),
    ("talk_stopped", "en"): ("Messages stopped", "You will get no more messages from us. To have them again, write: START"),
    ("talk_started", "fa"): ("پیام‌ها وصل شد", "از این پس خبر گزارش‌هایتان را می‌گیرید. برای قطع بنویسید: لغو"),
    ("talk_started", "en"): ("Messages are on", "You will hear of your reports again. To stop, write: STOP"),
    ("talk_help", "fa"): (
        "چه می‌توان نوشت؟",
        "سلام، اینجا ۱۳۷ است. برای گزارش، مشکل و نشانی را بنویسید؛ برای پیگیری، کد رهگیری را؛ برای قطع پیام‌ها: لغو",
    ),
    ("talk_help", "en"): (
        "What you can write",
        "This is 137. To report, write what and where; to follow a report, its code; to have no more messages: STOP",
    ),
    ("talk_language", "fa"): ("زبان", "زبان را برگزینید. · Choose your language."),
    ("talk_language", "en"): ("Language", "زبان را برگزینید. · Choose your language."),
    ("talk_refused", "fa"): ("گزارش ثبت نشد", "{reason}"),
    ("talk_emergency", "fa"): ("همین حالا تماس بگیرید", "اگر کسی در خطر است همین حالا با {phone} تماس بگیرید. گزارش شما هم ثبت شد."),
    ("talk_emergency", "en"): ("Call now", "If anybody is in danger call {phone} now. Your report is recorded too."),
    ("talk_refused", "en"): ("The report was not kept", "{reason}"),
}  # fmt: skip

# kind → rows of (label, what the button carries); "@…" asks the messenger for a place or a number
MENU: Final = (
    ((pgettext_lazy("button", "Report a problem"), "report"),),
    ((pgettext_lazy("button", "Track by code"), "track"), (Names.of("فارسی / English"), "language")),
)
BUTTONS: Final[dict[str, tuple[tuple[tuple[Text | Names, str], ...], ...]]] = {
    "talk_help": MENU,
    "talk_started": MENU,
    "talk_state": MENU,
    "talk_ask_place": (((pgettext_lazy("button", "Send my place"), "@place"),),),
    "talk_ask_photo": (((pgettext_lazy("button", "Send"), "send"), (pgettext_lazy("button", "Cancel"), "cancel")),),
    "talk_kept": (((pgettext_lazy("button", "Send"), "send"), (pgettext_lazy("button", "Cancel"), "cancel")),),
    "talk_language": (((Names.of("فارسی"), "language:fa"), (Names.of("English"), "language:en")),),
}
VERDICTS: Final = (
    ((pgettext_lazy("button", "It is fixed"), "1"),),
    ((pgettext_lazy("button", "Done, not well"), "2"),),
    ((pgettext_lazy("button", "Not done"), "3"),),
)


def buttons_for(kind: str, language: str) -> list[list[list[str]]]:
    """The buttons below what is said in a messenger."""
    return [[[label.in_language(language), carried] for label, carried in row] for row in BUTTONS.get(kind, ())]


def verdict_buttons(code: str, language: str) -> list[list[list[str]]]:
    """The three answers to "is it fixed?", each with the report's code."""
    return [[[label.in_language(language), f"verdict:{code}:{answer}"] for label, answer in row] for row in VERDICTS]
