"""The words of the contacts' desk: channels, outcomes, stages and marks, in Persian and English."""

from typing import Final

CHANNELS: Final = ("phone", "sms", "app", "mail", "visit", "chat")
DIRECTIONS: Final = ("in", "out")

# outcome → (Persian, English)
OUTCOMES: Final[dict[str, tuple[str, str]]] = {
    "answered": ("پاسخ آنی", "Answered on the spot"),
    "reported": ("ثبت گزارش", "Report opened"),
    "follow_up": ("پیگیری پرونده", "Follow-up of a case"),
    "agency": ("مربوط به دستگاه دیگر", "Another agency's business"),
    "complaint": ("شکایت از ما", "Complaint about us"),
    "thanks": ("تشکر", "Thanks"),
    "wrong_number": ("شمارهٔ اشتباه", "Wrong number"),
    "abandoned": ("قطع پیش از پاسخ", "Abandoned"),
    "voice_mail": ("پیام صوتی", "Voice mail"),
    "no_answer": ("شهروند پاسخ نداد", "The citizen did not answer"),
    "not_called": (
        "تلفن خودمان پاسخ نداد؛ با شهروند تماس گرفته نشد",
        "Our own phone did not answer; nobody was called",
    ),
}
# What a person may say of a contact; the others the line itself tells.
SAYABLE: Final = (
    "answered", "reported", "follow_up", "agency", "complaint", "thanks", "wrong_number", "voice_mail", "no_answer",
)  # fmt: skip
# stage → (Persian, English)
STAGES: Final[dict[str, tuple[str, str]]] = {
    "ringing": ("در انتظار پاسخ", "Waiting for an answer"),
    "talking": ("در گفت‌وگو", "Talking"),
    "untold": ("نتیجه ثبت نشده", "Outcome still to be said"),
    "told": ("ثبت شد", "Told"),
}
# how a caller's wait in a queue ended → (Persian, English)
LEAVINGS: Final[dict[str, tuple[str, str]]] = {
    "": ("هنوز در صف", "Still in the queue"),
    "answered": ("پاسخ داده شد", "Answered"),
    "unanswered": ("بی‌پاسخ از صف بیرون رفت", "Left unanswered"),
    "unknown": ("نامعلوم", "Not known"),
}
# state of a call-back → (Persian, English)
CALL_BACKS: Final[dict[str, tuple[str, str]]] = {
    "open": ("در نوبت تماس", "To be called"),
    "done": ("تماس گرفته شد", "Called"),
    "came": ("خودش دوباره تماس گرفت", "Called again by themselves"),
    "dropped": ("پایان یافت", "Ended without reaching them"),
}
# why a citizen was not reached → (Persian, English); other words are the exchange's own
NOT_REACHED: Final[dict[str, tuple[str, str]]] = {
    "busy": ("مشغول بود", "was busy"),
    "no answer": ("پاسخ نداد", "did not answer"),
    "no such number": ("این شماره وجود ندارد", "there is no such number"),
    "cancelled": ("پیش از پاسخ قطع شد", "we hung up before they answered"),
    "congestion": ("خط آزاد نبود", "no line was free"),
    "no such channel": ("خط در دسترس نبود", "the line could not be used"),
}
# kind of mark → (Persian, English)
MARKS: Final[dict[str, tuple[str, str]]] = {
    "prank": ("تماس مزاحم", "Prank calls"),
    "repeat": ("تماس پرتکرار", "Calls very often"),
}
MARK_STATES: Final = ("proposed", "confirmed", "dismissed")
# presence at a seat → (Persian, English)
PRESENCES: Final[dict[str, tuple[str, str]]] = {
    "": ("نامعلوم", "Not known"),
    "free": ("آماده", "Free"),
    "ringing": ("در حال زنگ", "Ringing"),
    "busy": ("در گفت‌وگو", "Talking"),
    "paused": ("توقف کوتاه", "Paused"),
    "away": ("بیرون از صف", "Away"),
}
GIVE: Final = "give"  # how asking a colleague first may end
BACK: Final = "back"
TAKEN_BACK: Final = "taken back"
# why a call was not passed on → (Persian, English); other words are the exchange's own
NOT_PASSED: Final[dict[str, tuple[str, str]]] = {
    "no answer": ("پاسخ نداد", "did not answer"),
    "busy": ("مشغول بود", "was busy"),
    "back in the queue": ("پاسخ نداد؛ تماس به صف برگشت", "did not answer; the call is back in the queue"),
    "did not take it": ("تماس را نپذیرفت", "did not take the call"),
    "the caller is gone": ("تماس‌گیرنده دیگر روی خط نیست", "the caller is gone"),
    "the call is over": ("تماس پایان یافته بود", "the call was over"),
    TAKEN_BACK: ("پس گرفته شد", "was taken back"),
    "nothing rang": (
        "تلفن همکار زنگ نخورد؛ مرکز تلفن این کار را انجام نداد",
        "their phone did not ring: the exchange did nothing",
    ),
    "nobody is asked": ("گفت‌وگو با همکار پیش از آن پایان یافته بود", "the talk with your colleague was over before"),
}
# what a key of the menu does → (Persian, English)
DEEDS: Final[dict[str, tuple[str, str]]] = {
    "queue": ("به صف اپراتورها", "To a queue of operators"),
    "menu": ("به فهرستی دیگر", "To another menu"),
    "say": ("پخش یک پیام", "Play a message"),
    "voice_mail": ("صندوق صوتی", "Voice mail"),
    "dial": ("وصل به یک شماره", "Connect to a number"),
    "again": ("شنیدن دوباره", "Hear it again"),
}
KEYS: Final = tuple("123456789*0#")
