"""Answer templates: which moves have them, their variables, who writes them, and how they are filled."""

from collections.abc import Mapping
from typing import Final

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import languages
from peygir.core.words import says_something
from peygir.desks.answers.texts import MessageIsTooLong, TextIsEmpty, check_variables
from peygir.people.permissions import Permission
from peygir.people.rules import Actor, may_manage_people

VERBS: Final = ("finish", "decline", "schedule", "wait")
VARIABLES: Final = frozenset({"topic", "unit", "place", "due", "days"})
MAX_TITLE: Final = 80
MAX_BODY: Final = 1000

# (move, language, title, text) of the default templates
DEFAULTS: Final[tuple[tuple[str, str, str, str], ...]] = (
    (
        "finish",
        "fa",
        "انجام شد",
        "همکاران «{unit}» به محل ({place}) رفتند و کار «{topic}» انجام شد. از همراهی شما سپاسگزاریم.",
    ),
    ("finish", "en", "Done", "{unit} went to the place ({place}) and did the work: {topic}. Thank you for telling us."),
    (
        "decline",
        "fa",
        "در محل چیزی دیده نشد",
        "کارشناس «{unit}» محل ({place}) را دید و موردی از «{topic}» پیدا نکرد. اگر هنوز هست، تا {days} روز بگویید.",
    ),
    (
        "decline",
        "fa",
        "پیش از این انجام شده",
        "این کار پیش از گزارش شما انجام شده بود. اگر هنوز برطرف نشده است، تا {days} روز بگویید.",
    ),
    (
        "decline",
        "en",
        "Nothing found",
        "Our expert looked at the place ({place}) and found nothing of this kind: {topic}. "
        "If it is still there, tell us within {days} days.",
    ),
    (
        "schedule",
        "fa",
        "در برنامهٔ عمرانی",
        "این کار اعتبار جداگانه می‌خواهد و در برنامهٔ «{unit}» گذاشته شد. آغاز آن را خبر می‌دهیم.",
    ),
    (
        "schedule",
        "en",
        "In the programme",
        "This needs money of its own and was put into the programme of {unit}. We will tell you when it begins.",
    ),
    ("wait", "fa", "منتظر هوای مناسب", "تا مساعد شدن هوا در {place} نمی‌توان کار کرد."),
    ("wait", "fa", "منتظر مصالح", "مصالح سفارش داده شده است و با رسیدن آن کار آغاز می‌شود."),
    ("wait", "en", "Waiting for the weather", "The work in {place} cannot be done before the weather allows it."),
)


class TemplateVerbIsUnknown(Invalid):
    """The move has no answer."""

    message = _("This move has no answer templates.")


class TemplateLanguageIsUnknown(Invalid):
    """Answers are not written in this language."""

    message = _("Templates are written in Persian or English.")


def may_write_template(actor: Actor, unit_id: int | None) -> bool:
    """Whether the actor may write templates of a unit (None: of all units)."""
    return may_manage_people(actor) or (
        actor.may(Permission.LEAD_UNIT) and unit_id is not None and unit_id == actor.unit_id
    )


def check_template(verb: str, language: str, title: str, body: str) -> None:
    """Check that a template can be stored and filled in.

    Raises TemplateVerbIsUnknown, TemplateLanguageIsUnknown, TextIsEmpty, MessageIsTooLong, and what `check_variables`
    raises.
    """
    if verb not in VERBS:
        raise TemplateVerbIsUnknown()
    if language not in languages():
        raise TemplateLanguageIsUnknown()
    if not says_something(body) or not says_something(title):
        raise TextIsEmpty()
    if len(body) > MAX_BODY or len(title) > MAX_TITLE:
        raise MessageIsTooLong(body=MAX_BODY, subject=MAX_TITLE)
    check_variables(body, VARIABLES)


def filled(body: str, values: Mapping[str, str]) -> str:
    """The text with its variables filled in; an unknown one becomes three dots, to be noticed before sending."""
    return body.format(**{name: values.get(name) or "…" for name in VARIABLES})
