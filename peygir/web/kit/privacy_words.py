"""Events of retention, holds and citizens' own requests as sentences, and their short names."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext_lazy

from peygir.core.json_values import JsonObject, number_in, object_in, text_in
from peygir.history.kinds import cases as cases_events
from peygir.history.kinds import people as people_events
from peygir.history.kinds import privacy as privacy_events
from peygir.people.privacy_rules import Wish
from peygir.people.retention_kinds import RetentionKind
from peygir.web.kit.account_words import EventWords
from peygir.web.kit.retention_words import time_words
from peygir.web.kit.telling import Telling, said_always
from peygir.web.kit.templatetags.ui import day, digits, in_language

KIND_NAMES: Final = {
    cases_events.DataErased.kind: gettext_lazy("Personal data erased"),
    cases_events.CaseHoldPlaced.kind: gettext_lazy("Hold placed"),
    cases_events.CaseHoldLifted.kind: gettext_lazy("Hold lifted"),
    people_events.CitizenErased.kind: gettext_lazy("Number of a citizen erased"),
    people_events.CitizenHoldPlaced.kind: gettext_lazy("Hold on a citizen placed"),
    people_events.CitizenHoldLifted.kind: gettext_lazy("Hold on a citizen lifted"),
    privacy_events.RetentionDecided.kind: gettext_lazy("Retention time decided"),
    privacy_events.RetentionRunEnded.kind: gettext_lazy("Nightly erasure ended"),
    people_events.CitizenSilenced.kind: pgettext_lazy("kind of event", "Messages stopped at a citizen's wish"),
    people_events.CitizenUnsilenced.kind: pgettext_lazy("kind of event", "Messages resumed"),
    privacy_events.PrivacyAsked.kind: pgettext_lazy("kind of event", "Copy or erasure requested"),
    privacy_events.PrivacyCancelled.kind: pgettext_lazy("kind of event", "Request called off"),
    privacy_events.PrivacyWaits.kind: pgettext_lazy("kind of event", "Request partly done"),
    privacy_events.PrivacyDone.kind: pgettext_lazy("kind of event", "Request done"),
    privacy_events.PrivacyCopyTaken.kind: pgettext_lazy("kind of event", "Copy downloaded"),
    privacy_events.PrivacyCopyDeleted.kind: pgettext_lazy("kind of event", "Copy deleted"),
}

TELLINGS: Final[dict[str, Telling]] = {
    cases_events.PhoneLookedAt.kind: Telling(
        "eye", "tone-quiet", said_always(gettext_noop("The reporter's number was viewed.")), False
    ),
    cases_events.ReportWordsTaken.kind: Telling(
        "eye",
        "tone-quiet",
        said_always(gettext_noop("The reporter's words were taken out uncovered, in a file.")),
        False,
    ),
    cases_events.DataErased.kind: Telling(
        "eraser",
        "tone-quiet",
        said_always(gettext_noop("Personal data were erased; the steps and dates of the case stay.")),
    ),
    cases_events.CaseHoldPlaced.kind: Telling(
        "shield",
        "tone-orange",
        said_always(gettext_noop("Nothing of the case is erased until the hold is lifted.")),
        False,
    ),
    cases_events.CaseHoldLifted.kind: Telling(
        "shield", "tone-quiet", said_always(gettext_noop("A hold was lifted.")), False
    ),
}
"""The same in the history of a case."""


def counts_words(counts: JsonObject) -> str:
    """Return counts by kind as text: “Words of reports: 12 · Photos: 3”; "" for none."""
    parts = [
        f"{in_language(RetentionKind.of(kind).label)}: {digits(counts[kind])}"
        for kind in RetentionKind
        if counts.get(kind)
    ]
    return " · ".join(parts)


def _plain(text: Callable[[], str]) -> EventWords:
    return lambda data, names: text()


def _wish(text: Callable[[], str]) -> EventWords:
    return lambda data, names: text() % {"wish": in_language(Wish.of(text_in(data, "wish")).label)}


def _decided(data: JsonObject, _names: Mapping[int, str]) -> str:
    return _("%(kind)s, from %(day)s: kept for %(time)s.") % {
        "kind": in_language(RetentionKind.of(text_in(data, "data_kind")).label),
        "time": time_words(number_in(data, "months")),
        "day": day(date.fromisoformat(text_in(data, "from"))),
    }


def _run(data: JsonObject, _names: Mapping[int, str]) -> str:
    erased = counts_words(object_in(data, "erased"))
    held = counts_words(object_in(data, "held"))
    text = _("The night's erasure ended. Erased: %(erased)s.") % {"erased": erased or _("nothing")}
    return f"{text} " + _("Held: %(held)s.") % {"held": held} if held else text


WORDS: Final[dict[str, EventWords]] = {
    people_events.CitizenErased.kind: _plain(lambda: _("The number and name of a citizen were erased.")),
    people_events.CitizenHoldPlaced.kind: _plain(lambda: _("A hold stops erasure for a citizen.")),
    people_events.CitizenHoldLifted.kind: _plain(lambda: _("A hold on a citizen was lifted.")),
    privacy_events.RetentionDecided.kind: _decided,
    privacy_events.RetentionRunEnded.kind: _run,
    privacy_events.PrivacyAsked.kind: _wish(lambda: _("A citizen asked: %(wish)s.")),
    privacy_events.PrivacyCancelled.kind: _wish(lambda: _("The citizen called it off: %(wish)s.")),
    privacy_events.PrivacyWaits.kind: _wish(lambda: _("Partly done, waits for open or held cases: %(wish)s.")),
    privacy_events.PrivacyDone.kind: _wish(lambda: _("Done: %(wish)s.")),
    privacy_events.PrivacyCopyTaken.kind: _plain(lambda: _("The citizen downloaded the copy.")),
    privacy_events.PrivacyCopyDeleted.kind: _plain(lambda: _("The copy was deleted.")),
}
