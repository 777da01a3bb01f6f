"""The account log as text: how its holder signs in, and what the organisation's directory says of the person."""

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from peygir.core.json_values import JsonObject, number_in, text_in
from peygir.history.kinds import people as people_events
from peygir.people.sign_in_rules import DirectorySource
from peygir.web.kit.account_words import EventWords
from peygir.web.kit.actor_names import role_words
from peygir.web.kit.templatetags.ui import digits, in_language

LEFT_WHY: Final = {
    "gone": pgettext_lazy("why somebody left", "the directory does not know the account any more"),
    "disabled": pgettext_lazy("why somebody left", "the account is switched off there"),
    "expired": pgettext_lazy("why somebody left", "the account has expired there"),
    "listed": pgettext_lazy("why somebody left", "the list of staff says so"),
}


def _told(text: Callable[[], str]) -> EventWords:
    return lambda _data, _names: text()


def _of_source(text: Callable[[], str]) -> EventWords:
    return lambda data, _names: text() % {"source": _source(data)}


def _source(data: JsonObject) -> str:
    source = text_in(data, "source")
    if source == "list":
        return _("a list of staff")
    return in_language(DirectorySource.of(source).label) if source in DirectorySource.values() else source


def _code_used(data: JsonObject, _names: Mapping[int, str]) -> str:
    left = digits(number_in(data, "left"))
    return _("A recovery code was used at the sign-in; %(left)s are left.") % {"left": left}


def _groups(data: JsonObject, _names: Mapping[int, str]) -> str:
    given = {"source": _source(data), "role": digits(role_words(text_in(data, "role"))), "unit": text_in(data, "unit")}
    if not text_in(data, "role"):
        return _("The groups give no post any more: %(source)s.") % given
    return _("The groups give another post: %(role)s %(unit)s (%(source)s).") % given


def _left(data: JsonObject, _names: Mapping[int, str]) -> str:
    why = LEFT_WHY.get(text_in(data, "why"), "")
    return _("The person has left: %(why)s (%(source)s).") % {"why": why, "source": _source(data)}


WORDS: Final[Mapping[str, EventWords]] = {
    people_events.SecondStepReset.kind: _told(lambda: _("The second step of the sign-in was removed.")),
    people_events.PasswordChanged.kind: _told(lambda: _("The holder changed the password.")),
    people_events.SecondStepEnabled.kind: _told(lambda: _("The second step of the sign-in was turned on.")),
    people_events.SecondStepDisabled.kind: _told(lambda: _("The holder turned the second step of the sign-in off.")),
    people_events.StaffSessionsEnded.kind: _told(lambda: _("The account was signed out everywhere.")),
    people_events.PasswordReset.kind: _told(lambda: _("A new password was set.")),
    people_events.PasskeyAdded.kind: _told(lambda: _("The holder added a passkey.")),
    people_events.PasskeyRemoved.kind: _told(lambda: _("The holder removed a passkey.")),
    people_events.RecoveryCodesMade.kind: _told(lambda: _("The holder made new recovery codes.")),
    people_events.RecoveryCodeUsed.kind: _code_used,
    people_events.DirectoryLinked.kind: _of_source(lambda: _("The account was linked: %(source)s.")),
    people_events.DirectoryUnlinked.kind: _of_source(lambda: _("The link was removed: %(source)s.")),
    people_events.DirectoryGroupsSeen.kind: _groups,
    people_events.DirectoryLeft.kind: _left,
    people_events.DirectoryReturned.kind: _of_source(lambda: _("The person works here again: %(source)s.")),
}
