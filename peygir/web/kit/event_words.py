"""What people did, in words: the lines of accounts, rules, cities and cases, without any personal text."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.cases.lifecycle import MOVES
from peygir.city import queries as city
from peygir.core import translation
from peygir.people.key_rules import SCOPES
from peygir.web.kit.story import role_words, staff_story
from peygir.web.kit.templatetags.ui import day, digits, in_language, language, named

Words = Callable[[dict[str, Any], Mapping[int, str]], str]


def event_words(event: Any, names: Mapping[int, str]) -> str:
    """One line in the reader's language; a case's line as its own page tells it."""
    words = _WORDS.get(event.kind)
    if words is not None:
        return words(event.data, names)
    if event.file == "case":
        return staff_story([event], {}, names)[0].what
    return str(event.kind)


def _person(names: Mapping[int, str], pk: Any) -> str:
    return names.get(pk) or _("a colleague")


def _unit(pk: Any) -> str:
    return named(city.unit(pk)) if pk else "—"


def _added(data: dict[str, Any], _names: Mapping[int, str]) -> str:
    return _("The account was made: %(role)s, %(unit)s.") % {
        "role": digits(role_words(data.get("role", ""))),
        "unit": _unit(data.get("unit")),
    }


def _changed(data: dict[str, Any], _names: Mapping[int, str]) -> str:
    changes = []
    for field, (before, after) in data.get("changed", {}).items():
        if field == "role":
            pair = {"before": digits(role_words(before)), "after": digits(role_words(after))}
            changes.append(_("Role: %(before)s, now %(after)s.") % pair)
        elif field == "unit_id":
            changes.append(_("Unit: %(before)s, now %(after)s.") % {"before": _unit(before), "after": _unit(after)})
        elif field == "is_active":
            changes.append(_("The account was opened.") if after else _("The account was closed."))
    if data.get("own") and not changes:
        changes.append(_("Name or address was changed."))
    if data.get("undoes"):
        changes.append(_("It takes back line %(number)s.") % {"number": digits(data["undoes"])})
    return " ".join(changes)


def _absent(data: dict[str, Any], names: Mapping[int, str]) -> str:
    first, last = (day(date.fromisoformat(data[name])) for name in ("from", "to"))
    if data.get("deputy"):
        return _("Away from %(first)s to %(last)s; %(deputy)s stands in.") % {
            "first": first,
            "last": last,
            "deputy": _person(names, data["deputy"]),
        }
    return _("Away from %(first)s to %(last)s, without a deputy.") % {"first": first, "last": last}


def _told(text: Callable[[], str]) -> Words:
    return lambda data, names: text()


def _cells(data: dict[str, Any], _names: Mapping[int, str]) -> str:
    since = day(date.fromisoformat(data["from"])) if data.get("from") else ""
    words = _("%(count)s places of the ownership table changed from %(day)s.")
    sentence = words % {"count": digits(len(data.get("cells", []))), "day": since}
    if data.get("undoes"):
        sentence += " " + _("It takes back line %(number)s.") % {"number": digits(data["undoes"])}
    return sentence


def _terms(data: dict[str, Any], _names: Mapping[int, str]) -> str:
    since = day(date.fromisoformat(data["from"])) if data.get("from") else ""
    sentence = _("Hours of %(count)s topics changed from %(day)s.") % {
        "count": digits(len(data.get("topics", []))),
        "day": since,
    }
    if data.get("undoes"):
        sentence += " " + _("It takes back line %(number)s.") % {"number": digits(data["undoes"])}
    return sentence


def _dated(text: Callable[[], str], *names: str) -> Words:
    """A sentence with its first day, and with fields of the line as they are."""

    def event_text(data: dict[str, Any], _names: Mapping[int, str]) -> str:
        given = {name: digits(data.get(name, "")) for name in names}
        given["day"] = day(date.fromisoformat(data["from"][:10])) if data.get("from") else ""
        sentence = text() % given
        if data.get("undoes"):
            sentence += " " + _("It takes back line %(number)s.") % {"number": digits(data["undoes"])}
        return sentence

    return event_text


def _days(data: dict[str, Any], _names: Mapping[int, str]) -> str:
    days = [day(date.fromisoformat(one[0])) for one in data.get("days", [])]
    shown = "، ".join(days[:3]) if language() == "fa" else ", ".join(days[:3])
    sentence = _("The calendar was changed: %(days)s.") % {"days": shown + (" …" if len(days) > 3 else "")}
    if data.get("moves"):
        sentence += " " + _("Open promises move with it.")
    if data.get("undoes"):
        sentence += " " + _("It takes back line %(number)s.") % {"number": digits(data["undoes"])}
    return sentence


def _loaded(data: dict[str, Any], _names: Mapping[int, str]) -> str:
    return _("The city's files were loaded: %(count)s changes.") % {"count": digits(len(data.get("changes", [])))}


def _areas(data: dict[str, Any], _names: Mapping[int, str]) -> str:
    sentence = _("The map changed from %(day)s: %(districts)s districts, %(places)s neighbourhoods.") % {
        "day": day(date.fromisoformat(data["from"])),
        "districts": digits(len(data.get("districts", []))),
        "places": digits(len(data.get("neighbourhoods", []))),
    }
    return sentence + _back(data)


def _renamed(data: dict[str, Any], _names: Mapping[int, str]) -> str:
    before, after = data.get("names", ["—", "—"])
    sentence = _("From %(day)s the unit “%(before)s” is called “%(after)s”.") % {
        "day": day(date.fromisoformat(data["from"])),
        "before": digits(before),
        "after": digits(after),
    }
    return sentence + _back(data)


def _back(data: dict[str, Any]) -> str:
    if not data.get("undoes"):
        return ""
    return " " + _("It takes back line %(number)s.") % {"number": digits(data["undoes"])}


def _key(text: Callable[[], str]) -> Words:
    """A sentence about a key by its name, with what it may do from then on."""

    def event_text(data: dict[str, Any], _names: Mapping[int, str]) -> str:
        scopes = [in_language(SCOPES[scope]) for scope in data.get("scopes", []) if scope in SCOPES]
        return text() % {
            "name": data.get("name", "—"),
            "scopes": (translation.gettext_lazy(", ").in_language(language())).join(scopes),
        }

    return event_text


def deed_words(deed: str, was: str, role: str) -> str:
    """What a proposed change of an account does, in the reader's language; `was` and `role` before and after."""
    if deed == "password":
        return _("a new password")
    if deed == "second_step":
        return _("the second step of the sign-in taken off")
    if was != role:
        pair = {"before": digits(role_words(was)), "after": digits(role_words(role))}
        return _("role “%(before)s” becomes “%(after)s”") % pair
    return _("the account is opened, or its details change")


def _proposal(text: Callable[[], str]) -> Words:
    """A sentence about a proposed change of an account."""

    def event_text(data: dict[str, Any], _names: Mapping[int, str]) -> str:
        deed = deed_words(str(data.get("deed", "")), str(data.get("was", "")), str(data.get("role", "")))
        return text() % {"deed": deed}

    return event_text


_WORDS: Final[dict[str, Words]] = {
    "key_issued": _key(lambda: _("Key “%(name)s” was made: %(scopes)s.")),
    "key_changed": _key(lambda: _("Key “%(name)s” was changed; it may now: %(scopes)s.")),
    "cases_taken_out": lambda data, _names: (
        (
            _("A list of cases was taken out as a file (%(form)s), with names and numbers in the reporters' words.")
            if data.get("words")
            else _("A list of cases was taken out as a file (%(form)s).")
        )
        % {"form": data.get("form", "—")}
    ),
    "mapping_kept": _key(lambda: _("Columns of old records were kept as “%(name)s”.")),
    "import_begun": _key(lambda: _("Taking over old records of “%(name)s” began.")),
    "import_ended": _key(lambda: _("Taking over old records of “%(name)s” ended.")),
    "webhook_made": _key(lambda: _("Webhook “%(name)s” was made.")),
    "webhook_changed": _key(lambda: _("Webhook “%(name)s” was changed.")),
    "webhook_secret_renewed": _key(lambda: _("Webhook “%(name)s” got a new secret.")),
    "webhook_old_secret_ended": _key(lambda: _("The earlier secret of webhook “%(name)s” was ended.")),
    "webhook_ended": _key(lambda: _("Webhook “%(name)s” ended.")),
    "webhook_sent_again": _key(lambda: _("A message to “%(name)s” that had been given up was sent again.")),
    "key_revoked": _key(lambda: _("Key “%(name)s” was withdrawn.")),
    "staff_added": _added,
    "staff_changed": _changed,
    "absence_said": _absent,
    "city_loaded": _loaded,
    "areas_redrawn": _areas,
    "unit_renamed": _renamed,
    "owners_changed": _cells,
    "terms_changed": _terms,
    "days_changed": _days,
    "topics_changed": _dated(lambda: _("Topic %(topic)s was changed from %(day)s."), "topic"),
    "topics_turned": _dated(lambda: _("What was decided of topics for %(day)s is in force.")),
    "hours_changed": _dated(lambda: _("Office hours were changed from %(day)s.")),
    "ladder_changed": _dated(lambda: _("A ladder was changed from %(day)s.")),
    "text_changed": _dated(
        lambda: _("The words of message “%(text)s” (%(language)s) were changed from %(day)s."), "text", "language"
    ),
    "season_changed": _dated(lambda: _("Season %(season)s was decided anew from %(day)s."), "season"),
    "absence_called_off": _told(lambda: _("An absence was called off.")),
    "account_change_proposed": _proposal(lambda: _("Proposed, and waits for a second person: %(deed)s.")),
    "account_change_confirmed": _proposal(lambda: _("Confirmed by a second person: %(deed)s.")),
    "account_change_refused": _proposal(lambda: _("Refused by a second person: %(deed)s.")),
    "account_change_withdrawn": _proposal(lambda: _("The proposal was withdrawn: %(deed)s.")),
    "second_step_reset": _told(lambda: _("The second step of the sign-in was taken off.")),
    "password_changed": _told(lambda: _("The holder changed the password.")),
    "second_step_taken": _told(lambda: _("The second step of the sign-in was taken up.")),
    "second_step_given_up": _told(lambda: _("The holder gave the second step of the sign-in up.")),
    "sessions_ended": _told(lambda: _("The account was signed out everywhere.")),
    "password_reset": _told(lambda: _("A new password was set.")),
    "rule_drafted": _told(lambda: _("A routing rule was drafted.")),
    "rule_tried": _told(lambda: _("A routing rule was tried on paper.")),
    "rule_switched_on": _told(lambda: _("A routing rule was switched on.")),
    "rule_switched_off": _told(lambda: _("A routing rule was switched off.")),
    "season_started": _dated(lambda: _("Season %(season)s was started."), "season"),
    "season_lifted": _dated(lambda: _("Season %(season)s was lifted."), "season"),
    "season_moved": _dated(lambda: _("The end of season %(season)s was moved."), "season"),
    "work_planned": _told(lambda: _("Works were planned.")),
    "work_ended": _told(lambda: _("Works were ended.")),
    "citizen_merged": _told(lambda: _("A citizen was made one with another.")),
    "citizen_joined": _told(lambda: _("Another citizen was made one with this one.")),
    "citizen_silenced": _told(lambda: _("A citizen asked for no messages.")),
    "citizen_unsilenced": _told(lambda: _("A citizen gets messages again.")),
}


def kind_name(kind: str) -> str:
    """A short name of a kind of line, for choosing it: the move's own label, or what it is about."""
    move = _MOVE_NAMES.get(kind)
    if move is not None:
        return in_language(move)
    name = _KIND_NAMES.get(kind)
    return str(name) if name is not None else kind.replace("_", " ")


_MOVE_NAMES: Final = {move.event.kind: move.label for move in MOVES}
_KIND_NAMES: Final = {
    "case_moved": gettext_lazy("Moved with its unit"),
    "case_opened": gettext_lazy("Report taken"),
    "case_assigned": gettext_lazy("Handed to a colleague"),
    "case_read": gettext_lazy("Topic or place corrected"),
    "note_added": gettext_lazy("Note"),
    "report_owned": gettext_lazy("Number proven"),
    "report_disowned": gettext_lazy("Number disowned"),
    "phone_looked_at": gettext_lazy("Looked at a phone number"),
    "visit_made": gettext_lazy("Visit"),
    "report_joined": gettext_lazy("Report joined to a case"),
    "photos_received": gettext_lazy("Photos"),
    "evidence_received": gettext_lazy("Photo of the work"),
    "promises_renewed": gettext_lazy("Promises given anew"),
    "replan_asked": gettext_lazy("More time asked"),
    "replan_granted": gettext_lazy("More time granted"),
    "replan_refused": gettext_lazy("More time refused"),
    "case_took_in": gettext_lazy("Took in another case"),
    "case_gave_back": gettext_lazy("Gave back a case"),
    "agency_chased": gettext_lazy("Agency asked again"),
    "agency_answered": gettext_lazy("Agency answered"),
    "staff_added": gettext_lazy("Account made"),
    "staff_changed": gettext_lazy("Account changed"),
    "absence_said": gettext_lazy("Absence said"),
    "absence_called_off": gettext_lazy("Absence called off"),
    "account_change_proposed": gettext_lazy("Account change proposed"),
    "account_change_confirmed": gettext_lazy("Account change confirmed"),
    "account_change_refused": gettext_lazy("Account change refused"),
    "account_change_withdrawn": gettext_lazy("Account change withdrawn"),
    "second_step_reset": gettext_lazy("Second step taken off"),
    "password_changed": gettext_lazy("Password changed by its holder"),
    "second_step_taken": gettext_lazy("Second step taken up"),
    "second_step_given_up": gettext_lazy("Second step given up"),
    "sessions_ended": gettext_lazy("Signed out everywhere"),
    "password_reset": gettext_lazy("New password set"),
    "city_loaded": gettext_lazy("City files loaded"),
    "topics_changed": gettext_lazy("Topic changed"),
    "topics_turned": gettext_lazy("Topics in force"),
    "days_changed": gettext_lazy("Calendar changed"),
    "hours_changed": gettext_lazy("Office hours changed"),
    "ladder_changed": gettext_lazy("Ladder changed"),
    "text_changed": gettext_lazy("Text changed"),
    "season_changed": gettext_lazy("Season changed"),
    "season_moved": gettext_lazy("End of a season moved"),
    "promises_moved": gettext_lazy("Promises moved with the calendar"),
    "owners_changed": gettext_lazy("Ownership changed"),
    "terms_changed": gettext_lazy("Hours changed"),
    "areas_redrawn": gettext_lazy("Areas redrawn"),
    "unit_renamed": gettext_lazy("Unit renamed"),
    "rule_drafted": gettext_lazy("Rule drafted"),
    "rule_tried": gettext_lazy("Rule tried"),
    "rule_switched_on": gettext_lazy("Rule switched on"),
    "rule_switched_off": gettext_lazy("Rule switched off"),
    "season_started": gettext_lazy("Season started"),
    "season_lifted": gettext_lazy("Season lifted"),
    "work_planned": gettext_lazy("Works planned"),
    "work_ended": gettext_lazy("Works ended"),
    "agency_told_more": gettext_lazy("Agency told more"),
    "update_received": gettext_lazy("Another system told more"),
    "media_named": gettext_lazy("Address of a picture"),
    "key_issued": gettext_lazy("Key issued"),
    "key_revoked": gettext_lazy("Key revoked"),
    "key_changed": gettext_lazy("Key changed"),
    "cases_taken_out": gettext_lazy("List taken out as a file"),
    "mapping_kept": gettext_lazy("Columns kept"),
    "import_begun": gettext_lazy("Import begun"),
    "import_ended": gettext_lazy("Import ended"),
    "webhook_made": gettext_lazy("Webhook made"),
    "webhook_changed": gettext_lazy("Webhook changed"),
    "webhook_secret_renewed": gettext_lazy("New secret of a webhook"),
    "webhook_old_secret_ended": gettext_lazy("Earlier secret of a webhook ended"),
    "webhook_ended": gettext_lazy("Webhook ended"),
    "webhook_sent_again": gettext_lazy("Webhook message sent again"),
    "citizen_merged": gettext_lazy("Citizen merged"),
    "citizen_joined": gettext_lazy("Citizen joined"),
}
