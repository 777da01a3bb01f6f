"""The vocabularies of gaming flags: what was tested, and what the inspectorate found."""

from peygir.core.translation import Text, gettext_lazy, pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class GamingKind(Vocabulary):
    """What a test looks for; `about` says in a sentence what was compared, and what it does not prove."""

    about: Text

    def __new__(cls, value: str, label: Text, about: Text) -> "GamingKind":
        member = str.__new__(cls, value)
        member._value_, member.label, member.about = value, label, about
        return member

    HEAPED = (
        "heaped",
        pgettext_lazy("gaming flag", "Closures heaped just before due"),
        gettext_lazy(
            "More cases were called done just before they were due than the hours around that moment let expect."
        ),
    )
    SERIES = (
        "series",
        pgettext_lazy("gaming flag", "Closures in series"),
        gettext_lazy(
            "One account closed more cases within minutes than its own pace lets expect. Perhaps a list was entered."
        ),
    )
    COPIED = (
        "copied",
        pgettext_lazy("gaming flag", "Answers copied from one another"),
        gettext_lazy(
            "More answers than in other units repeat the text of another case. Texts of templates do not count."
        ),
    )
    RETOUCHED = (
        "retouched",
        pgettext_lazy("gaming flag", "Topic or place changed just before due"),
        gettext_lazy("The unit corrected topics or places in the last hours more often than other units did."),
    )
    PAUSED = (
        "paused",
        pgettext_lazy("gaming flag", "Pauses just before due"),
        gettext_lazy("The clock was paused in the last quarter of the time more often than in other units."),
    )
    DECLINED = (
        "declined",
        pgettext_lazy("gaming flag", "Many answers “no action needed”"),
        gettext_lazy("The share is higher than in other units. The topics of a unit may explain it."),
    )
    OWN_VERDICTS = (
        "verdicts",
        pgettext_lazy("gaming flag", "Confirmations by the unit's own people"),
        gettext_lazy("“It is fixed” was entered by staff of the unit, or came from a phone that belongs to staff."),
    )
    STAFF_REPORTS = (
        "filed",
        pgettext_lazy("gaming flag", "Reports filed by staff"),
        gettext_lazy(
            "The unit finished reports that its own staff filed, or that came from a phone of staff, more often than "
            "other units did. Reporting what one sees is welcome."
        ),
    )
    PHOTOS = (
        "photos",
        pgettext_lazy("gaming flag", "The same photos"),
        gettext_lazy("More results than in other units carry a copy of a photo, and nobody has explained it."),
    )
    MERGED = (
        "merged",
        pgettext_lazy("gaming flag", "Merged after “done”"),
        gettext_lazy(
            "The unit merged cases that it had called done, before the citizen confirmed; nobody reopens those."
        ),
    )
    MOVED_OUT = (
        "moved_out",
        pgettext_lazy("gaming flag", "Cases moved out at the month's end"),
        gettext_lazy("More of what the unit passed on left in the last two days of the month than in other units."),
    )


class FlagFinding(Vocabulary):
    """What the inspectorate found when it looked at a flag."""

    REAL = "real", pgettext_lazy("finding about a flag", "It was real")
    HONEST = "honest", pgettext_lazy("finding about a flag", "There is an honest explanation")
    UNCLEAR = "unclear", pgettext_lazy("finding about a flag", "It cannot be told")
