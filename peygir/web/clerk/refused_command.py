"""A command refused because a colleague was faster: as text, beside the current values, ready to submit again."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.forms import BooleanField, FileField, Form
from django.utils.translation import gettext as _

from peygir.cases.facts import CaseFacts
from peygir.city import queries as city
from peygir.people.queries import staff_of_unit
from peygir.web.clerk.moves import MovePart
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.templatetags.ui import digits, named

KEPT = ("topic", "neighbourhood", "note", "assignee")


@dataclass(frozen=True, slots=True)
class RefusedField:
    """One filled-in field: its label, the value given, and the case's current value ("" if none)."""

    label: str
    words: str
    now: str = ""


@dataclass(frozen=True, slots=True)
class RefusedCommand:
    """A refused command.

    It is submitted again by the page's own form with the id `form`, which holds what was typed, or else by sending
    `sent` to `address`. `note` is text worth keeping in any case; `kept` refills the page's form.
    """

    deed: str
    label: str
    lines: list[RefusedField]
    note: str = ""
    form: str = ""
    address: str = ""
    sent: list[tuple[str, str]] = field(default_factory=list)
    kept: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """The refused command, and why it is not possible any more ("" if it still is)."""

    wanted: RefusedCommand
    why_not: str


def lines_of(form: Form) -> list[RefusedField]:
    """Return what was filled into a form, with the texts that its fields show."""
    lines = []
    for bound in form:
        is_words = not bound.is_hidden and not isinstance(bound.field, BooleanField | FileField)
        text = str(bound.value() or "") if is_words else ""
        choices = dict(getattr(bound.field, "choices", ()))
        if text:
            lines.append(RefusedField(str(bound.label), str(choices.get(text, text))))
    return lines


def wanted_move(part: MovePart) -> RefusedCommand:
    """Return a refused move, from its form with what was typed."""
    assert part.form is not None
    note = str(part.form["note"].value() or "") if "note" in part.form.fields else ""
    return RefusedCommand(part.verb, part.label, lines_of(part.form), note, form=f"move-{part.verb}")


def wanted_form(
    deed: str, label: str, form: Form, *, note: str = "note", pressed: tuple[str, str, str] | None = None
) -> RefusedCommand:
    """Return a refused command of another form; `pressed` is the button's name, value and label, if it has a value."""
    lines = lines_of(form)
    if pressed is None:
        return RefusedCommand(deed, label, lines, str(form[note].value() or ""), form=f"{deed}-form")
    name, value, button_text = pressed
    return RefusedCommand(
        deed,
        label,
        [RefusedField(label, button_text), *lines],
        str(form[note].value() or ""),
        form=f"{deed}-form",
        sent=[(name, value)],
    )


def wanted_topic(typed_values: Mapping[str, str], case: CaseFacts, address: str) -> RefusedCommand:
    """Return a refused change of topic."""
    topic = city.topic_by_code(current_city().id, typed_values.get("guess") or typed_values.get("topic", ""))
    now = named(case.topic) if case.topic else _("Topic not yet known")
    lines = [RefusedField(_("Topic"), named(topic) if topic else "—", now)]
    return _fact("topic", _("Correct the topic"), lines, typed_values, address)


def wanted_place(typed_values: Mapping[str, str], case: CaseFacts, address: str) -> RefusedCommand:
    """Return a refused change of place: a neighbourhood, or a point."""
    value = (typed_values.get("guess") or typed_values.get("neighbourhood", ""))[:80]
    known = {one.code: one for one in city.neighbourhoods(current_city().id, on=today())}
    current_place = case.neighbourhood or case.district
    lines = [
        RefusedField(
            _("Place"),
            named(known[value]) if value in known else digits(value) or "—",
            named(current_place) if current_place else _("unknown"),
        )
    ]
    return _fact("place", _("Correct the place"), lines, typed_values, address)


def wanted_assign(typed_values: Mapping[str, str], case: CaseFacts, address: str) -> RefusedCommand:
    """Return a refused assignment to a person of the unit that now has the case."""
    people = {str(one.pk): named(one) or one.username for one in staff_of_unit(case.unit_id)} if case.unit_id else {}
    taker = people.get(typed_values.get("assignee", ""), _("nobody yet"))
    now = named(case.assignee) if case.assignee else _("nobody yet")
    return _fact("assign", _("Hand over"), [RefusedField(_("Assigned to"), taker, now)], typed_values, address)


def wanted_showing(case: CaseFacts, address: str, *, is_shown: bool, covered: str = "") -> RefusedCommand:
    """Return a refused publication or withdrawal; `covered` is the typed version of a reporter's text."""
    button_text = _("Show to everybody") if is_shown else _("Take it back")
    label = _("On the public page")
    sent = [("show", "yes" if is_shown else "no"), *([("covered", covered)] if covered else [])]
    return RefusedCommand("publish", label, [RefusedField(label, button_text)], address=address, sent=sent)


def _fact(
    deed: str, label: str, lines: list[RefusedField], typed_values: Mapping[str, str], address: str
) -> RefusedCommand:
    why = typed_values.get("note", "")[:300]
    lines += [RefusedField(_("Why"), why)] if why else []
    sent = [(name, typed_values[name][:300]) for name in ("guess", *KEPT) if typed_values.get(name)]
    return RefusedCommand(
        deed, label, lines, why, address=address, sent=sent, kept={key: typed_values.get(key, "") for key in KEPT}
    )
