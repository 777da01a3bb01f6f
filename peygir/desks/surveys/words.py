"""The words of surveys: answers, how a case came into the sample, by which way it is asked, and where it stands."""

from typing import Final

# answer → (Persian, English)
ANSWERS: Final[dict[str, tuple[str, str]]] = {
    "satisfied": ("راضی است", "Satisfied"),
    "unsatisfied": ("انجام شده ولی راضی نیست", "Done, but not satisfied"),
    "not_done": ("انجام نشده است", "Not done"),
    "unknown": ("نمی‌تواند بگوید", "Cannot say"),
}
# why a case was drawn → (Persian, English)
REASONS: Final[dict[str, tuple[str, str]]] = {
    "urgent": ("فوری", "urgent"),
    "objected": ("بازگشایی‌شده", "reopened before"),
    "random": ("قرعه", "by lot"),
}
WAYS: Final[dict[str, tuple[str, str]]] = {
    "call": ("تماس تلفنی", "by phone"),
    "sms": ("پیامک", "by SMS"),
    "voice": ("منوی صوتی", "by the voice menu"),
}
STATES: Final[dict[str, tuple[str, str]]] = {
    "open": ("در نوبت پرسش", "To be asked"),
    "answered": ("پاسخ داد", "Answered"),
    "unreached": ("در دسترس نبود", "Not reached"),
    "overtaken": ("پرونده دوباره باز شد", "The case was opened again"),
}
# what an operator says of a call → (Persian, English): the answers, and that nobody was reached
RESULTS: Final[dict[str, tuple[str, str]]] = {**ANSWERS, "unreached": ("پاسخ نداد یا در دسترس نبود", "Not reached")}
