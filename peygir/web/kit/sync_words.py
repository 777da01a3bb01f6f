"""Commands that came late from phones, as text in the story of a case."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.cases.commands import BY_COMMAND
from peygir.core.json_values import JsonObject, list_in, text_in
from peygir.core.moments import read_moment
from peygir.journey.sync.rules import INSPECT
from peygir.web.kit.templatetags.ui import in_language, moment

FIELD_NAMES: Final = {
    "state": gettext_lazy("the state"),
    "unit": gettext_lazy("the responsible unit"),
    "assignee": gettext_lazy("whose hands it is in"),
    "agency": gettext_lazy("the agency"),
    "topic": gettext_lazy("the topic"),
    "place": gettext_lazy("the place"),
    "due": gettext_lazy("the due date"),
    "inspection": gettext_lazy("the inspection"),
}


def field_names(names: list[str]) -> str:
    """Return the names of fields of a case, in one order, as text."""
    return _(", ").join(str(text) for name, text in FIELD_NAMES.items() if name in names)


def conflicted(data: JsonObject) -> str:
    """A command of a phone would change what others changed."""
    return _("“%(command)s” came from a phone, but others had changed %(fields)s: both versions are saved.") % {
        "command": _label(data),
        "fields": field_names([str(name) for name in list_in(data, "fields")]),
    }


def came_late(data: JsonObject) -> str:
    """A command of a phone was carried out although others had changed something, or one before it is missing."""
    made = read_moment(text_in(data, "made"))
    values = {"command": _label(data), "at": moment(made) if made else "—"}
    if data.get("has_gap"):
        return _("“%(command)s” was made on a phone on %(at)s; an entry before it never arrived.") % values
    return _("“%(command)s” was made on a phone on %(at)s, before others changed the case.") % values


def decided(data: JsonObject) -> str:
    """Somebody chose one of two versions."""
    if data.get("choice") == "command":
        return _("Of two versions, the phone's was chosen: “%(command)s”.") % {"command": _label(data)}
    return _("Of two versions, the case's was chosen; “%(command)s” was not carried out.") % {"command": _label(data)}


def _label(data: JsonObject) -> str:
    return verb_label(text_in(data, "verb"))


def verb_label(verb: str) -> str:
    """Return the label of a command on a case."""
    if verb == INSPECT:
        return _("The finding of an inspector")
    return in_language(BY_COMMAND[verb].label) if verb in BY_COMMAND else verb
