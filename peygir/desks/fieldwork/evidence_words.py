"""Vocabularies of evidence: roles of photos, reasons in place of what is missing, signals and their explanations."""

from peygir.core.translation import Text, gettext_lazy, pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class EvidenceRole(Vocabulary):
    """What a photo of the work shows."""

    BEFORE = "before", pgettext_lazy("photo of the work", "before")
    AFTER = "after", pgettext_lazy("photo of the work", "after")
    VISIT = "visit", pgettext_lazy("photo of the work", "visit")


class EvidencePart(Vocabulary):
    """What a topic's rule may ask for, and for what a reason may stand in."""

    BEFORE = "before", gettext_lazy("a photo from before the work")
    AFTER = "after", gettext_lazy("a photo of the finished work")
    SIGNATURE = "sign", gettext_lazy("a signature")
    PLACE = "place", gettext_lazy("where the photo was taken")
    TIME = "time", gettext_lazy("when the photo was taken")


class StandInReason(Vocabulary):
    """Why a part of the evidence could not be had."""

    CAMERA = "camera", gettext_lazy("The phone or its camera did not work")
    DARK = "dark", gettext_lazy("Too dark, or bad weather")
    UNSAFE = "unsafe", gettext_lazy("It was not safe to stand there")
    FORBIDDEN = "forbid", gettext_lazy("Photographing is not allowed there")
    NOTHING = "nothing", gettext_lazy("The work leaves nothing to see")
    NOBODY = "nobody", gettext_lazy("Nobody was there to sign")
    REFUSED = "refused", gettext_lazy("The person did not want to sign")
    POSITION = "nofix", gettext_lazy("The phone found no position, or keeps none")
    BEFORE_GONE = "gone", gettext_lazy("The work had begun before anybody took a photo")


class EvidenceTags(Vocabulary):
    """What the camera wrote into a photo of itself and of the moment (EXIF)."""

    WHOLE = "whole", gettext_lazy("written by a camera")
    NONE = "none", gettext_lazy("missing")
    EDITED = "edited", gettext_lazy("written by a program for editing pictures")


class PlaceSource(Vocabulary):
    """Who says where and when a photo was taken."""

    CAMERA = "camera", pgettext_lazy("who says where a photo was taken", "the camera")
    PAGE = "page", pgettext_lazy("who says where a photo was taken", "the page that took it")


class SignalKind(Vocabulary):
    """What a signal noticed; `about` says in a sentence what that means, and what it does not."""

    about: Text

    def __new__(cls, value: str, label: Text, about: Text) -> "SignalKind":
        member = str.__new__(cls, value)
        member._value_, member.label, member.about = value, label, about
        return member

    SAME_FILE = (
        "same_file",
        gettext_lazy("The same file again"),
        gettext_lazy("This photo is a copy of one that was sent before, perhaps smaller, brighter or compressed."),
    )
    BEFORE_IS_AFTER = (
        "no_change",
        gettext_lazy("Before equals after"),
        gettext_lazy("The photo of the finished work is the same file as one from before the work."),
    )
    FAR = (
        "far",
        gettext_lazy("Photo far from the place"),
        gettext_lazy("The camera, or the page, gives a place that is farther away than usual."),
    )
    OLD = (
        "old",
        gettext_lazy("Photo older than the case"),
        gettext_lazy("The photo says that it was taken before the case was opened."),
    )
    STRIPPED = (
        "stripped",
        gettext_lazy("Camera data missing"),
        gettext_lazy("The file carries no data of a camera; messengers remove them, too."),
    )
    EDITED = (
        "edited",
        gettext_lazy("Camera data edited"),
        gettext_lazy("A program for editing pictures wrote this file, or its times contradict one another."),
    )
    MANY = (
        "many",
        gettext_lazy("Many results in minutes"),
        gettext_lazy("One person called many cases done within minutes; somebody who enters a list does so, too."),
    )
    ELSEWHERE = (
        "nowhere",
        gettext_lazy("Results where the phone was not"),
        gettext_lazy("The photos of one person lie farther apart than anybody travels in that time."),
    )
    SCREEN = (
        "screen",
        gettext_lazy("Perhaps a photo of a screen"),
        gettext_lazy("The photo has the regular pattern that the dots of a screen leave."),
    )


class ExplainedWhy(Vocabulary):
    """How a signal was explained."""

    SHARED = "shared", gettext_lazy("One photo rightly shows several cases")
    ENTERED_LATER = "entered", gettext_lazy("Entered later at a desk, from a list")
    WRONG_PLACE = "place", gettext_lazy("The place of the case was wrong")
    CAMERA_DATA = "camera", gettext_lazy("The way of sending removes or changes camera data")
    SEEN = "seen", gettext_lazy("Somebody looked at the place: the work is done")
    OTHER = "other", gettext_lazy("Another reason (please write it)")
