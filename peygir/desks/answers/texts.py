"""The first words of every message, and the variables that each may use; the city edits them in the product."""

from string import Formatter
from typing import Final

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy
from peygir.core.words import says_something
from peygir.desks.answers import talk_texts

MAX_BODY: Final = 500
MAX_SUBJECT: Final = 120

# kind → the variables its text may use
VARIABLES: Final[dict[str, frozenset[str]]] = {
    "received": frozenset({"code", "link"}),
    "referred": frozenset({"code", "unit", "due", "link"}),
    "referred_out": frozenset({"code", "agency", "phone", "link"}),
    "done": frozenset({"code", "answer", "link", "days"}),
    "declined": frozenset({"code", "answer", "link", "days"}),
    "closed": frozenset({"code", "link"}),
    "reopened": frozenset({"code", "unit", "link"}),
    "late": frozenset({"code", "unit", "due", "reason", "link"}),
    "new_date": frozenset({"code", "unit", "due", "reason", "link"}),
    "renewed": frozenset({"code", "topic", "due", "link"}),
    "climbed": frozenset({"code", "topic", "unit", "percent", "due", "link"}),
    "mentioned": frozenset({"code", "topic", "unit", "name", "link"}),
    "account_changed": frozenset({"account", "name", "event", "link"}),
    "one_time_code": frozenset({"otp", "minutes"}),
    "followed": frozenset({"code", "topic", "news", "link", "stop"}),
    "evening": frozenset({"lines", "link"}),
    "follow_asked": frozenset({"what", "link"}),
    "several": frozenset({"count", "codes", "link"}),
    "not_you": frozenset(),
    "survey": frozenset({"code", "topic", "unit", "days", "link"}),
    "session_order": frozenset({"unit", "order", "answer"}),
    "session_off": frozenset({"what", "due"}),
    **talk_texts.VARIABLES,
}

# kind → the variables without which a message must not go out: the code to ask by, the way to answer, to stop it or to
# confirm it
NEEDED: Final[dict[str, tuple[str, ...]]] = dict.fromkeys(VARIABLES, ()) | {
    "talk_state": ("code",), "talk_refused": ("reason",), "talk_emergency": ("phone",),
    "received": ("code",), "referred": ("code", "due"), "referred_out": ("code",), "done": ("code", "link"),
    "declined": ("code", "link"), "closed": ("code",), "reopened": ("code",), "late": ("code", "due"),
    "new_date": ("code", "due"), "renewed": ("code", "due"), "climbed": ("code", "link"), "mentioned": ("link",),
    "account_changed": ("account", "event"),
    "one_time_code": ("otp",), "followed": ("code", "stop"), "evening": ("link",), "follow_asked": ("link",),
    "several": ("codes", "link"), "survey": ("code",), "session_order": ("answer",), "session_off": ("due",),
}  # fmt: skip

# (kind, language) → (subject, body)
DEFAULTS: Final[dict[tuple[str, str], tuple[str, str]]] = {
    ("received", "fa"): ("گزارش شما ثبت شد", "گزارش شما در ۱۳۷ ثبت شد.\nکد رهگیری: {code}\nپیگیری: {link}"),
    ("received", "en"): ("Your report is recorded", "137 has recorded your report.\nTracking code: {code}\nFollow it: {link}"),
    ("referred", "fa"): ("گزارش شما ارجاع شد", "گزارش {code} به «{unit}» ارجاع شد.\nقول ما: تا {due}\n{link}"),
    ("referred", "en"): ("Your report was referred", "Report {code} went to {unit}.\nOur promise: by {due}\n{link}"),
    ("referred_out", "fa"): ("گزارش شما به دستگاه مسئول اعلام شد", "گزارش {code} به «{agency}» ({phone}) اعلام شد و پیگیری می‌شود.\n{link}"),
    ("referred_out", "en"): ("Your report was passed on", "Report {code} was announced to {agency} ({phone}); we follow it.\n{link}"),
    ("done", "fa"): (
        "آیا مشکل برطرف شد؟",
        "گزارش {code} انجام شد.\n{answer}\nآیا مشکل برطرف شده است؟ تا {days} روز پاسخ دهید: {link}",
    ),
    ("done", "en"): ("Is it fixed?", "Report {code} is done.\n{answer}\nIs it fixed? Please answer within {days} days: {link}"),
    ("declined", "fa"): (
        "پاسخ به گزارش شما",
        "نظر کارشناس دربارهٔ گزارش {code}: نیاز به اقدام نیست.\n{answer}\nاگر اعتراض دارید تا {days} روز: {link}",
    ),
    ("declined", "en"): (
        "An answer to your report",
        "The expert's view on report {code}: no action is needed.\n{answer}\nTo object within {days} days: {link}",
    ),
    ("closed", "fa"): ("پروندهٔ شما مختومه شد", "پروندهٔ {code} مختومه شد. از همراهی شما سپاسگزاریم.\n{link}"),
    ("closed", "en"): ("Your case is closed", "Case {code} is closed. Thank you for your help.\n{link}"),
    ("reopened", "fa"): ("گزارش شما دوباره باز شد", "گزارش {code} دوباره باز شد و «{unit}» آن را پی می‌گیرد.\n{link}"),
    ("reopened", "en"): ("Your report is open again", "Report {code} is open again and with {unit}.\n{link}"),
    ("late", "fa"): (
        "قول ما به‌موقع انجام نشد",
        "شهروند گرامی، کار گزارش {code} تا زمانی که گفته بودیم تمام نشد{reason}. پوزش می‌خواهیم.\nتاریخ تازه: {due}\n{link}",
    ),
    ("late", "en"): (
        "We are late",
        "The work on report {code} was not done by the time we promised{reason}. We are sorry.\nNew date: {due}\n{link}",
    ),
    ("new_date", "fa"): (
        "تاریخ تازه برای گزارش شما",
        "شهروند گرامی، کار گزارش {code} زمان بیشتری می‌خواهد{reason}.\nتاریخ تازه: {due}\n{link}",
    ),
    ("new_date", "en"): (
        "A new date for your report",
        "The work on report {code} needs more time{reason}.\nNew date: {due}\n{link}",
    ),
    ("renewed", "fa"): (
        "موضوع گزارش شما اصلاح شد",
        "موضوع گزارش {code} به «{topic}» اصلاح شد. قول ما، همچنان از نخستین تماس شما: تا {due}\n{link}",
    ),
    ("renewed", "en"): (
        "The topic of your report was corrected",
        "Report {code} is now about “{topic}”. Our promise, still counted from your first word: by {due}\n{link}",
    ),
    ("climbed", "fa"): (
        "پرونده‌ای به میز شما رسید",
        "پروندهٔ {code} («{topic}»، {unit}) به میز شما رسید: {percent} از زمان وعده گذشته است.\nموعد: {due}\n{link}",
    ),
    ("climbed", "en"): (
        "A case has climbed to you",
        "Case {code} (“{topic}”, {unit}) has climbed to you: {percent} of the promised time is used.\nDue: {due}\n{link}",
    ),
    ("mentioned", "fa"): ("همکاری شما را صدا زد", "{name} در یادداشت پروندهٔ {code} («{topic}»، {unit}) شما را صدا زده است.\n{link}"),
    ("mentioned", "en"): ("A colleague has named you", "{name} has named you in a note of case {code} (“{topic}”, {unit}).\n{link}"),
    ("account_changed", "fa"): ("تغییر حسابی با دسترسی بالا", "حساب «{account}»: {event}\nبه دست: {name}\n{link}"),
    ("account_changed", "en"): ("An account of the highest roles", "Account “{account}”: {event}\nBy: {name}\n{link}"),
    ("followed", "fa"): (
        "خبری از پرونده‌ای که دنبال می‌کنید",
        "پروندهٔ {code} («{topic}») که دنبال می‌کنید: {news}.\n{link}\nلغو دنبال کردن: {stop}",
    ),
    ("followed", "en"): (
        "News of a case you follow",
        "Case {code} (“{topic}”), which you follow: {news}.\n{link}\nStop following: {stop}",
    ),
    ("evening", "fa"): ("خبر امروز آنچه دنبال می‌کنید", "خبر امروز آنچه دنبال می‌کنید:\n{lines}\nدیدن یا لغو: {link}"),
    ("evening", "en"): ("Today's news of what you follow", "Today's news of what you follow:\n{lines}\nSee it, or stop this: {link}"),
    ("follow_asked", "fa"): (
        "می‌خواهید دنبال کنید؟",
        "با این نشانی خواسته‌اند «{what}» را دنبال کنند. اگر شما بودید، این صفحه را باز و تأیید کنید:\n{link}\nاگر نبودید، کاری لازم نیست؛ پیام دیگری نمی‌آید.",
    ),
    ("follow_asked", "en"): (
        "Do you want to follow this?",
        "Somebody asked, with this address, to follow “{what}”. If it was you, open this page and confirm:\n{link}\nIf not, do nothing; no other message will come.",
    ),
    ("several", "fa"): (
        "خبر تازه از چند گزارش",
        "از {count} گزارش خبر تازه‌ای هست: {codes}\nدیدن، پاسخ، یا «گزارش من نیست»: {link}",
    ),
    ("several", "en"): (
        "News of several reports",
        "There is news of {count} reports: {codes}\nSee them, answer, or say that they are not yours: {link}",
    ),
    ("not_you", "fa"): ("", "شما گزارش نداده‌اید؟ «لغو» بفرستید."),
    ("not_you", "en"): ("", "Not you? Reply STOP."),
    ("one_time_code", "fa"): ("کد ورود", "کد ورود شما به پیگیر: {otp}\nتا {minutes} دقیقه اعتبار دارد. آن را به کسی نگویید."),
    ("one_time_code", "en"): ("Your code", "Your Peygir code: {otp}\nValid for {minutes} minutes. Tell it to nobody."),
    ("survey", "fa"): (
        "از کار ما راضی بودید؟",
        "شهروند گرامی، گزارش {code} («{topic}») مختومه شد. نتیجه چگونه بود؟\n۱ راضی‌ام\n۲ انجام شد ولی راضی نیستم\n۳ انجام نشده\n۴ نمی‌دانم\nعدد را تا {days} روز بفرستید یا: {link}",
    ),
    ("survey", "en"): (
        "Were you satisfied?",
        "Report {code} (“{topic}”) is closed. How was it?\n1 satisfied\n2 done, but not satisfied\n3 not done\n4 cannot say\nReply with a number within {days} days, or: {link}",
    ),
    ("session_order", "fa"): (
        "نتیجهٔ گفت‌وگوی شما با مدیر شهر",
        "شهروند گرامی، دستوری که در پی تماس شما داده شد («{order}») انجام شد.\nپاسخ «{unit}»: {answer}",
    ),
    ("session_order", "en"): ("What came of your talk", "The order given after your call (“{order}”) is carried out.\n{unit} answers: {answer}"),
    ("session_off", "fa"): ("جلسه برگزار نمی‌شود", "شهروند گرامی، گفت‌وگوی تلفنی «{what}» ({due}) برگزار نمی‌شود. پوزش می‌خواهیم."),
    ("session_off", "en"): ("The session is called off", "The talk with {what} ({due}) will not take place. We are sorry."),
    **talk_texts.DEFAULTS,
}  # fmt: skip


class TextHasUnknownVariable(Invalid):
    """A text asks for something that this kind of message does not know."""

    message = gettext_lazy("The variable “{variable}” is not known in this message. Allowed: {allowed}")


class TextLacksItsLink(Invalid):
    """A text without a variable that its reader needs: the code, or the link to answer, confirm or stop by."""

    message = gettext_lazy("“{{{variable}}}” is missing; without it the reader cannot follow, answer or stop.")


class TextIsEmpty(Invalid):
    """A text without words."""

    message = gettext_lazy("The text is empty.")


class BracesAreWrong(Invalid):
    """A brace without its partner."""

    message = gettext_lazy("The braces are not right; write each variable as {{code}}.")


class KindIsUnknown(Invalid):
    """No such kind of message."""

    message = gettext_lazy("There is no message of the kind “{kind}”.")


class TextIsTooLong(Invalid):
    """A text that, filled in, would be too long for a short message."""

    message = gettext_lazy("The text has up to {body} characters, its subject up to {subject}.")


def check_text(kind: str, body: str, subject: str = "") -> None:
    """Whether `body` can be filled in.

    Raises KindIsUnknown, TextIsEmpty, TextIsTooLong, BracesAreWrong, TextHasUnknownVariable, TextLacksItsLink.
    """
    if kind not in VARIABLES:
        raise KindIsUnknown(kind=kind)
    if not says_something(body):
        raise TextIsEmpty()
    if len(body) > MAX_BODY or len(subject) > MAX_SUBJECT:
        raise TextIsTooLong(body=MAX_BODY, subject=MAX_SUBJECT)
    named = check_variables(body, VARIABLES[kind])
    for needed in NEEDED.get(kind, ()):
        if needed not in named:
            raise TextLacksItsLink(variable=needed)


def faults_in(kind: str, body: str, subject: str = "") -> list[Invalid]:
    """Everything that is wrong with a text, as the refusals that `check_text` raises; nothing when it is right."""
    try:
        check_text(kind, body, subject)
    except TextLacksItsLink:
        named = check_variables(body, VARIABLES[kind])
        return [TextLacksItsLink(variable=name) for name in NEEDED[kind] if name not in named]
    except TextHasUnknownVariable:
        unknown = {name for _, name, _, _ in Formatter().parse(body) if name is not None} - VARIABLES[kind]
        allowed = "، ".join(sorted(VARIABLES[kind]))
        return [TextHasUnknownVariable(variable=name, allowed=allowed) for name in sorted(unknown)]
    except Invalid as refusal:
        return [refusal]
    return []


def check_variables(body: str, allowed: frozenset[str]) -> set[str]:
    """The variables of a text, whose gaps are whole and known. Raises BracesAreWrong, TextHasUnknownVariable."""
    try:
        fields = [(name, spec, turn) for _, name, spec, turn in Formatter().parse(body) if name is not None]
    except ValueError as error:
        raise BracesAreWrong() from error
    for name, spec, turn in fields:
        if spec or turn:  # "{code:>999999}" would fill the memory
            raise BracesAreWrong()
        if name not in allowed:
            raise TextHasUnknownVariable(variable=name, allowed="، ".join(sorted(allowed)))
    return {name for name, _, _ in fields}
