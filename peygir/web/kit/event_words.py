"""Events as text: those of accounts, rules, cities and cases, without any personal text."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from peygir.core import translation
from peygir.core.json_values import JsonObject, list_in, text_in
from peygir.history.facts import EventFacts
from peygir.history.kinds import city as city_events
from peygir.history.kinds import earlier as earlier_events
from peygir.history.kinds import evidence as evidence_events
from peygir.history.kinds import partners as partners_events
from peygir.history.kinds import people as people_events
from peygir.history.kinds import roles as roles_events
from peygir.history.kinds import routing as routing_events
from peygir.people.key_rules import SCOPES
from peygir.web.kit import account_words, objection_words, post_words, privacy_words, role_words, sign_in_words
from peygir.web.kit.account_words import EventWords
from peygir.web.kit.event_kind_names import kind_name
from peygir.web.kit.story import staff_story
from peygir.web.kit.templatetags.ui import day, digits, in_language, language


def event_words(event: EventFacts, names: Mapping[int, str]) -> str:
    """Return an event as text in the viewer's language; events of a case as on the case's page."""
    words = _WORDS.get(event.kind)
    if words is not None:
        return words(event.data, names)
    if event.file == "case":
        return staff_story([event], {}, names)[0].what
    return kind_name(event.kind)


def _told(text: Callable[[], str]) -> EventWords:
    return lambda data, names: text()


def _cells(data: JsonObject, _names: Mapping[int, str]) -> str:
    since = day(date.fromisoformat(text_in(data, "from"))) if data.get("from") else ""
    words = _("%(count)s places of the ownership table changed from %(day)s.")
    sentence = words % {"count": digits(len(list_in(data, "cells"))), "day": since}
    if data.get("undoes"):
        sentence += " " + _("It undoes line %(number)s.") % {"number": digits(data["undoes"])}
    return sentence


def _terms(data: JsonObject, _names: Mapping[int, str]) -> str:
    since = day(date.fromisoformat(text_in(data, "from"))) if data.get("from") else ""
    sentence = _("Hours of %(count)s topics changed from %(day)s.") % {
        "count": digits(len(list_in(data, "topics"))),
        "day": since,
    }
    if data.get("undoes"):
        sentence += " " + _("It undoes line %(number)s.") % {"number": digits(data["undoes"])}
    return sentence


def _dated(text: Callable[[], str], *names: str) -> EventWords:
    """Return a function that fills a sentence with the event's first day and its plain fields."""

    def event_text(data: JsonObject, _names: Mapping[int, str]) -> str:
        given = {name: digits(data.get(name, "")) for name in names}
        given["day"] = day(date.fromisoformat(text_in(data, "from")[:10])) if data.get("from") else ""
        sentence = text() % given
        if data.get("undoes"):
            sentence += " " + _("It undoes line %(number)s.") % {"number": digits(data["undoes"])}
        return sentence

    return event_text


def _days(data: JsonObject, _names: Mapping[int, str]) -> str:
    days = [day(date.fromisoformat(str(one[0]))) for one in list_in(data, "days") if isinstance(one, list)]
    shown = _(", ").join(days[:3])
    sentence = _("The calendar was changed: %(days)s.") % {"days": shown + (" …" if len(days) > 3 else "")}
    if data.get("moves"):
        sentence += " " + _("Open promises move with it.")
    if data.get("undoes"):
        sentence += " " + _("It undoes line %(number)s.") % {"number": digits(data["undoes"])}
    return sentence


def _loaded(data: JsonObject, _names: Mapping[int, str]) -> str:
    return _("The city's files were loaded: %(count)s changes.") % {"count": digits(len(list_in(data, "changes")))}


def _areas(data: JsonObject, _names: Mapping[int, str]) -> str:
    sentence = _("The map changed from %(day)s: %(districts)s districts, %(places)s neighbourhoods.") % {
        "day": day(date.fromisoformat(text_in(data, "from"))),
        "districts": digits(len(list_in(data, "districts"))),
        "places": digits(len(list_in(data, "neighbourhoods"))),
    }
    return sentence + _back(data)


def _renamed(data: JsonObject, _names: Mapping[int, str]) -> str:
    before, after = list_in(data, "names") or ("—", "—")
    sentence = _("From %(day)s the unit “%(before)s” is called “%(after)s”.") % {
        "day": day(date.fromisoformat(text_in(data, "from"))),
        "before": digits(before),
        "after": digits(after),
    }
    return sentence + _back(data)


def _back(data: JsonObject) -> str:
    if not data.get("undoes"):
        return ""
    return " " + _("It undoes line %(number)s.") % {"number": digits(data["undoes"])}


def _key(text: Callable[[], str]) -> EventWords:
    """Return a function that fills a sentence with the name of an API key and its scopes."""

    def event_text(data: JsonObject, _names: Mapping[int, str]) -> str:
        scopes = [in_language(SCOPES[str(scope)]) for scope in list_in(data, "scopes") if scope in SCOPES]
        return text() % {
            "name": data.get("name", "—"),
            "scopes": (translation.gettext_lazy(", ").in_language(language())).join(scopes),
        }

    return event_text


_WORDS: Final[dict[str, EventWords]] = {
    **objection_words.WORDS,
    partners_events.KeyIssued.kind: _key(lambda: _("Key “%(name)s” was made: %(scopes)s.")),
    partners_events.KeyChanged.kind: _key(lambda: _("Key “%(name)s” was changed; it may now: %(scopes)s.")),
    partners_events.CasesExported.kind: lambda data, _names: (
        (
            _("A list of cases was taken out as a file (%(form)s), with names and numbers in the reporters' words.")
            if data.get("words")
            else _("A list of cases was taken out as a file (%(form)s).")
        )
        % {"form": data.get("form", "—")}
    ),
    partners_events.ImportMappingKept.kind: _key(lambda: _("Columns of old records were saved as “%(name)s”.")),
    earlier_events.EarlierWordsKept.kind: lambda _data, _names: _(
        "Words of an earlier system were led to this city's codes."
    ),
    earlier_events.EarlierSystemCounted.kind: lambda _data, _names: _(
        "It was decided whether an earlier system counts."
    ),
    earlier_events.EarlierReportSigned.kind: lambda _data, _names: _(
        "The comparison with the earlier system was signed and is kept."
    ),
    earlier_events.EarlierTakenBack.kind: lambda _data, _names: _("All cases were taken out for the way back."),
    partners_events.ImportBegun.kind: _key(lambda: _("Taking over old records of “%(name)s” began.")),
    partners_events.ImportEnded.kind: _key(lambda: _("Taking over old records of “%(name)s” ended.")),
    partners_events.WebhookMade.kind: _key(lambda: _("Webhook “%(name)s” was made.")),
    partners_events.WebhookChanged.kind: _key(lambda: _("Webhook “%(name)s” was changed.")),
    partners_events.WebhookSecretRenewed.kind: _key(lambda: _("Webhook “%(name)s” got a new secret.")),
    partners_events.WebhookOldSecretEnded.kind: _key(lambda: _("The earlier secret of webhook “%(name)s” was ended.")),
    partners_events.WebhookEnded.kind: _key(lambda: _("Webhook “%(name)s” ended.")),
    partners_events.WebhookMessageSentAgain.kind: _key(
        lambda: _("A message to “%(name)s” that had been given up was sent again.")
    ),
    partners_events.KeyRevoked.kind: _key(lambda: _("Key “%(name)s” was withdrawn.")),
    people_events.StaffAdded.kind: account_words.added,
    people_events.StaffChanged.kind: account_words.changed,
    people_events.AbsenceRecorded.kind: account_words.absent,
    people_events.PostRecorded.kind: post_words.recorded,
    people_events.PostEnded.kind: post_words.ended,
    people_events.PostCorrected.kind: post_words.corrected,
    people_events.PostChosen.kind: post_words.chosen,
    city_events.CityLoaded.kind: _loaded,
    city_events.AreasRedrawn.kind: _areas,
    city_events.UnitRenamed.kind: _renamed,
    city_events.OwnersChanged.kind: _cells,
    city_events.PromiseHoursChanged.kind: _terms,
    evidence_events.EvidenceRulesChanged.kind: _dated(lambda: _("What “done” needs was changed from %(day)s.")),
    evidence_events.InspectionFormsChanged.kind: _dated(lambda: _("What inspectors fill in was changed from %(day)s.")),
    city_events.CalendarDaysChanged.kind: _days,
    city_events.TopicChanged.kind: _dated(lambda: _("Topic %(topic)s was changed from %(day)s."), "topic"),
    city_events.TopicDecisionsTookEffect.kind: _dated(lambda: _("What was decided of topics for %(day)s is in force.")),
    city_events.OfficeHoursChanged.kind: _dated(lambda: _("Office hours were changed from %(day)s.")),
    city_events.EscalationChanged.kind: _dated(lambda: _("Escalation steps were changed from %(day)s.")),
    city_events.MessageTextChanged.kind: _dated(
        lambda: _("The words of message “%(text)s” (%(language)s) were changed from %(day)s."), "text", "language"
    ),
    city_events.SeasonChanged.kind: _dated(lambda: _("Season %(season)s was decided anew from %(day)s."), "season"),
    people_events.AbsenceCalledOff.kind: _told(lambda: _("An absence was called off.")),
    people_events.AccountChangeProposed.kind: account_words.proposal(
        lambda: _("Proposed, and waits for a second person: %(deed)s.")
    ),
    people_events.AccountChangeConfirmed.kind: account_words.proposal(
        lambda: _("Confirmed by a second person: %(deed)s.")
    ),
    people_events.AccountChangeRefused.kind: account_words.proposal(lambda: _("Refused by a second person: %(deed)s.")),
    people_events.AccountChangeWithdrawn.kind: account_words.proposal(
        lambda: _("The proposal was withdrawn: %(deed)s.")
    ),
    roles_events.RoleChangeProposed.kind: role_words.step(
        lambda: _("Proposed, and waits for a second person: %(deed)s.")
    ),
    roles_events.RoleChangeConfirmed.kind: role_words.step(lambda: _("Confirmed by a second person: %(deed)s.")),
    roles_events.RoleChangeRefused.kind: role_words.step(lambda: _("Refused by a second person: %(deed)s.")),
    roles_events.RoleChangeWithdrawn.kind: role_words.step(lambda: _("The proposal was withdrawn: %(deed)s.")),
    people_events.StaffPhoneWithdrawn.kind: _told(lambda: _("The key of a phone was withdrawn.")),
    routing_events.RuleDrafted.kind: _told(lambda: _("A routing rule was drafted.")),
    routing_events.RuleDryRun.kind: _told(lambda: _("A routing rule was tried in a dry run.")),
    routing_events.RuleSwitchedOn.kind: _told(lambda: _("A routing rule was switched on.")),
    routing_events.RuleSwitchedOff.kind: _told(lambda: _("A routing rule was switched off.")),
    city_events.SeasonStarted.kind: _dated(lambda: _("Season %(season)s was started."), "season"),
    city_events.SeasonLifted.kind: _dated(lambda: _("Season %(season)s was lifted."), "season"),
    city_events.SeasonEndMoved.kind: _dated(lambda: _("The end of season %(season)s was moved."), "season"),
    city_events.WorkPlanned.kind: _told(lambda: _("Works were planned.")),
    city_events.WorkEnded.kind: _told(lambda: _("Works were ended.")),
    people_events.CitizenMerged.kind: _told(lambda: _("A citizen was merged with another.")),
    people_events.CitizenJoined.kind: _told(lambda: _("Another citizen was merged with this one.")),
    people_events.CitizenSilenced.kind: _told(lambda: _("A citizen asked for no messages.")),
    people_events.CitizenUnsilenced.kind: _told(lambda: _("A citizen gets messages again.")),
    **privacy_words.WORDS,
    **sign_in_words.WORDS,
}
