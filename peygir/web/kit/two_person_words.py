"""What a change by two people does, in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.city import queries as city
from peygir.city.urgencies import ClockKind
from peygir.core.json_values import JsonObject, list_in, number_in, object_in, text_in
from peygir.desks.objections.rules import ObjectionLevel
from peygir.history.record.turning import NewLogReason
from peygir.history.record.witnesses import WitnessKind
from peygir.outlook.insight.lake.calendar import LakeMonth
from peygir.people.change_kinds import BY_NIGHT, TwoPersonKind
from peygir.people.retention_kinds import RetentionKind
from peygir.people.sign_in_rules import GroupPost, split_group_lines
from peygir.people.two_person_queries import ChangeByTwo
from peygir.web.kit.actor_names import role_words
from peygir.web.kit.current_city import current_city
from peygir.web.kit.deadline_words import DEADLINE_ROWS, undone_rows
from peygir.web.kit.mark_words import month_label
from peygir.web.kit.objection_words import working_days
from peygir.web.kit.retention_words import time_words
from peygir.web.kit.templatetags.ui import day, digits, hours, in_language, named

_LABELS: Final = {
    "name_fa": gettext_lazy("Name in Persian"),
    "name_en": gettext_lazy("Name in English"),
    "key": gettext_lazy("Public key"),
    "address": gettext_lazy("Address of its service"),
    "note": gettext_lazy("What everybody reads about it"),
}


def change_title(change: ChangeByTwo) -> str:
    """Return what a change does, in a few words."""
    return in_language(TwoPersonKind.of(change.kind).label)


def change_rows(change: ChangeByTwo) -> Sequence[tuple[str, str]]:
    """Return everything that a change sets, as pairs of label and value."""
    content: Mapping[str, object] = change.content
    rows = []
    if change.kind == TwoPersonKind.WITNESS:
        rows.append((_("What it is"), in_language(WitnessKind.of(str(content["kind"])).label)))
    if change.kind == TwoPersonKind.RECORD_LOG:
        rows.append((_("What happened"), in_language(NewLogReason.of(str(content["why"])).label)))
    if change.kind == TwoPersonKind.RETENTION:
        months, since = content["months"], date.fromisoformat(str(content["since"]))
        rows.append((_("Kind of data"), in_language(RetentionKind.of(str(content["kind"])).label)))
        rows.append((_("Kept for"), time_words(int(str(months)))))
        rows.append((_("From"), day(since)))
    if change.kind == TwoPersonKind.OBJECTION_DAYS:
        rows.append((_("Level of the objection"), in_language(ObjectionLevel.of(str(content["level"])).label)))
        rows.append((_("Answers within"), working_days(int(str(content["days"])))))
        rows.append((_("From"), day(date.fromisoformat(str(content["since"])))))
    if change.kind == TwoPersonKind.HOLD_LIFT:
        rows.append((_("Case"), digits(str(content["code"]))))
    if change.kind == TwoPersonKind.PROMISE_HOURS:
        rows += _hours_rows(change.content)
    if change.kind == TwoPersonKind.CORRECTION:
        rows += _correction_rows(change.content)
    if change.kind in DEADLINE_ROWS:
        rows += DEADLINE_ROWS[change.kind](change.content)
    if change.kind == TwoPersonKind.GROUPS:
        rows += [(one.group, group_words(one)) for one in split_group_lines(str(content["lines"]))]
        rows = rows or [(_("Groups"), _("none: nobody gets a post by a group"))]
    rows += [(str(label), str(content[name])) for name, label in _LABELS.items() if content.get(name)]
    return rows


def undone_words(change: ChangeByTwo) -> str:
    """Return who carries out a change that is confirmed and not carried out yet; "" for any other."""
    if not change.is_undone:
        return ""
    if change.kind in BY_NIGHT:
        return _("The night carries it out, once the lake was written after the confirmation.")
    return _("A command on the server carries it out: ./run record with --new-key or --new-log.")


def _correction_rows(content: JsonObject) -> list[tuple[str, str]]:
    reasons, month = object_in(content, "words"), number_in(content, "month")
    assert month is not None
    return [
        (_("Month"), month_label(LakeMonth(month).since(current_city().time_zone).date())),
        (_("Version that is corrected"), digits(number_in(content, "version"))),
        (_("What was wrong, in Persian"), str(reasons["fa"])),
        (_("What was wrong, in English"), str(reasons["en"])),
    ]


def _hours_rows(content: JsonObject) -> list[tuple[str, str]]:
    if "undoes" in content:
        return undone_rows(content)
    codes, terms = [str(code) for code in list_in(content, "topics")], object_in(content, "terms")
    topics = [city.topic_by_code(current_city().id, code) for code in codes]
    names = [named(topic) if topic is not None else code for code, topic in zip(codes, topics, strict=True)]
    rows = [(_("Topic"), _(", ").join(names))]
    labels = {"ack_hours": _("Acknowledge"), "visit_hours": _("Visit"), "due_hours": _("Finish")}
    for name, label in labels.items():
        if name in terms:
            given = terms[name]
            rows.append((label, hours(Decimal(str(given))) if given is not None else _("no visit")))
    if "clock" in terms:
        is_business = terms["clock"] == ClockKind.BUSINESS
        rows.append((_("Clock"), _("working time") if is_business else _("every hour counts")))
    return [*rows, (_("From"), day(date.fromisoformat(text_in(content, "since"))))]


def group_words(post: GroupPost) -> str:
    """Return what a group gives: the role, and the unit by its name."""
    unit = city.unit_by_code(current_city().id, post.unit) if post.unit else None
    return " · ".join(
        part for part in (digits(role_words(post.role)), named(unit) if unit is not None else post.unit) if part
    )
