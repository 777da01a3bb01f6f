"""Publishes a report's photo or text, and hides it again; each step is an event of the case."""

from collections.abc import Sequence
from typing import Final

from django.db.models import QuerySet

from peygir.cases import actions as cases
from peygir.cases.models import Case, Report
from peygir.cases.rules import is_about_somebody
from peygir.core import clock
from peygir.core.personal import KINDS, cover, is_covered, look
from peygir.core.refusals import Invalid
from peygir.core.translation import Joined, gettext_lazy
from peygir.core.words import plain, says_something
from peygir.desks.intake.models import Photo, PublicWords
from peygir.history.kinds.case_answers import (
    PhotoCovered,
    PhotoPublished,
    PhotoUnpublished,
    TextOffered,
    TextPublished,
    TextUnpublished,
    TextWithdrawn,
)
from peygir.people.rules import Actor

_NEVER_AGAIN: Final = "withdrawn"
# A name may be a street's and a link the city's own, which a person can judge; a person's number stays masked.
_FOR_A_PERSON: Final = frozenset({"name", "link", "digits"})


class WordsAreChanged(Invalid):
    """The masked version says something else than the reporter's text."""

    message = gettext_lazy(
        "Parts of a reporter's words can be covered with •••; nothing else may be changed, left out or added."
    )


def offer_words(case: Case, report: Report, *, by: Actor) -> None:
    """The author allows the text to be published; the caller has opened the file.

    The text of a confidential report, or of one about a person, is not offered: such reports are never published.
    """
    if case.is_confidential or is_about_somebody(case) or not says_something(report.text):
        return
    PublicWords.objects.create(report=report, state="offered", by=str(by), at=report.received_at)
    cases.record_event(case, TextOffered(report=report.pk), by=by, at=report.received_at)


def show_words(case: Case, report_id: int, *, is_shown: bool, by: Actor, covered: str = "") -> None:
    """Publish a report's text with personal data masked, or hide it; by a person of the unit or the centre.

    `covered` is the person's own masked version; if empty, everything that is or may be personal is masked. The caller
    has opened the file. A text that its author has withdrawn stays hidden. Raises NoSuchCase where no text was offered,
    WordsAreChanged, WordsArePersonal for a version that still contains a person's number, and what `refuse_to_publish`
    raises.
    """
    cases.refuse_to_publish(case, by, is_shown=is_shown)
    offered_text = _offered(report_id).filter(report__case=case).first()
    if offered_text is None:
        raise cases.NoSuchCase()
    text, state = (_version(offered_text.report.text, covered), "shown") if is_shown else ("", "hidden")
    if (
        offered_text.state == _NEVER_AGAIN
        or (offered_text.state, offered_text.text) == (state, text)
        or (is_shown and not text)
    ):
        return
    _write(offered_text, state=state, text=text, by=by)
    change = TextPublished if is_shown else TextUnpublished
    cases.record_event(case, change(report=report_id), by=by)


def _version(text: str, covered: str) -> str:
    """The text to be published. Raises WordsAreChanged, WordsArePersonal."""
    version = plain(covered) or cover(text)
    if not is_covered(version, text):
        raise WordsAreChanged()
    left = [finding.kind for finding in look(version).found if finding.kind not in _FOR_A_PERSON]
    if left:
        kinds = [KINDS[kind] for kind in dict.fromkeys(left)]
        raise cases.WordsArePersonal(what=Joined(tuple(kinds), gettext_lazy(" and ")))
    return version


def withdraw_words(code: str, *, citizen_ids: list[int], by: Actor) -> None:
    """Withdraw the text for good at its author's request; idempotent. Raises NoSuchCase for another's report."""
    report = Report.objects.filter(code=code, citizen_id__in=citizen_ids).first()
    if report is None:
        raise cases.NoSuchCase()
    with cases.open_file(report.case_id) as case:
        offered_text = _offered(report.pk).first()
        if offered_text is None:
            raise cases.NoSuchCase()
        if offered_text.state != _NEVER_AGAIN:
            _write(offered_text, state=_NEVER_AGAIN, text="", by=by)
            cases.record_event(case, TextWithdrawn(report=report.pk), by=by)


def show_photo(case: Case, photo_id: int, *, is_shown: bool, by: Actor) -> None:
    """Show a report's photo on the case's public page, or hide it; idempotent.

    The caller has opened the file. Raises NoSuchCase if there is no such photo, and what `refuse_to_publish` raises.
    """
    cases.refuse_to_publish(case, by, is_shown=is_shown)
    photo = Photo.objects.filter(pk=photo_id, case=case, state="ready")
    if not photo.exists():
        raise cases.NoSuchCase()
    if photo.filter(is_public=not is_shown).update(is_public=is_shown):
        change = PhotoPublished if is_shown else PhotoUnpublished
        cases.record_event(case, change(photo=photo_id), by=by)


def keep_photo_covers(
    case: Case, photo_id: int, covers: Sequence[Sequence[int]], *, covered: str, thumb: str, by: Actor
) -> list[str]:
    """Keep the covers of a report's photo and its covered version; returns the files that no row names any more.

    Without covers the photo is taken off the public page, so that the original is shown only after somebody has decided
    so again. The caller has opened the file. Raises NoSuchCase if there is no such photo, and what `refuse_to_publish`
    raises.
    """
    cases.refuse_to_publish(case, by, is_shown=bool(covers))
    photo = Photo.objects.filter(pk=photo_id, case=case, state="ready").first()
    if photo is None:
        raise cases.NoSuchCase()
    left = [photo.covered, photo.covered_thumb]
    Photo.objects.filter(pk=photo_id).update(covers=covers, covered=covered, covered_thumb=thumb)
    cases.record_event(case, PhotoCovered(photo=photo_id, covers=len(covers)), by=by)
    if not covers and photo.is_public:
        show_photo(case, photo_id, is_shown=False, by=by)
    return [name for name in left if name]


def _offered(report_id: int) -> QuerySet[PublicWords]:
    return (
        PublicWords.objects.select_for_update(no_key=True, of=("self",))
        .select_related("report")
        .filter(report_id=report_id)
    )


def _write(words: PublicWords, *, state: str, text: str, by: Actor) -> None:
    words.state, words.text, words.by, words.at = state, text, str(by), clock.now()
    words.save(update_fields=["state", "text", "by", "at"])
