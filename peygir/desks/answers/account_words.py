"""What a mail says of a change of an account, in Persian and English, by the kind of its event."""

from collections.abc import Mapping
from typing import Any, Final

_DEEDS: Final[dict[str, tuple[str, str]]] = {
    "change": ("نقش، مشخصات یا باز شدن حساب", "a change of role, details or of the account being open"),
    "password": ("گذرواژهٔ تازه", "a new password"),
    "second_step": ("برداشتن مرحلهٔ دوم ورود", "taking the second sign-in step off"),
}
# kind of event → (Persian, English); {deed} is what was proposed.
WORDS: Final[dict[str, tuple[str, str]]] = {
    "staff_added": ("حساب ساخته شد", "the account was made"),
    "staff_changed": ("حساب تغییر کرد", "the account was changed"),
    "password_reset": ("گذرواژهٔ تازه گذاشته شد", "a new password was set"),
    "second_step_reset": ("مرحلهٔ دوم ورود برداشته شد", "the second sign-in step was taken off"),
    "password_changed": ("صاحب حساب گذرواژهٔ خود را عوض کرد", "its holder changed the password"),
    "second_step_taken": ("مرحلهٔ دوم ورود روشن شد", "the second sign-in step was taken up"),
    "second_step_given_up": ("مرحلهٔ دوم ورود را صاحب حساب برداشت", "its holder gave the second sign-in step up"),
    "sessions_ended": ("ورودهای این حساب پایان داده شد", "the account was signed out everywhere"),
    "account_change_proposed": (
        "{deed} پیشنهاد شد و در انتظار تأیید نفر دوم است",
        "{deed} was proposed and waits for a second person",
    ),
    "account_change_confirmed": ("{deed} تأیید شد", "{deed} was confirmed"),
    "account_change_refused": ("{deed} رد شد", "{deed} was refused"),
    "account_change_withdrawn": ("پیشنهادِ {deed} پس گرفته شد", "the proposal of {deed} was withdrawn"),
}


def account_words(kind: str, data: Mapping[str, Any], language: str) -> str:
    """The sentence of one event in "fa" or "en"."""
    place = 0 if language == "fa" else 1
    deed = _DEEDS.get(str(data.get("deed", "")), ("", ""))[place]
    words = WORDS[kind][place].format(deed=deed)
    return words[:1].upper() + words[1:]
