"""Covers faces and plates on a photo of a case: painted first, then kept, and shown if asked, in one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from typing import Final

from django.db import IntegrityError

from peygir.cases import actions as cases
from peygir.cases.models import Case
from peygir.core.refusals import Conflict, Invalid, Refusal
from peygir.core.translation import gettext_lazy as _
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork import queries as worked
from peygir.desks.intake import queries as received
from peygir.desks.intake.publishing import actions as publishing
from peygir.journey.retention.unwanted import let_go
from peygir.media import files
from peygir.media.cover_rules import Cover
from peygir.media.covering import CoveredPicture, cover_picture
from peygir.people.rules import Actor

Rectangles = Sequence[Sequence[int]]


class CoversAreMissing(Invalid):
    """Nothing is covered on a photo that is to be shown with its covers."""

    message = _(
        "There is no cover yet. Draw one; or, if there is nothing to cover, show the photo on the page of the case."
    )


class CoversHaveChanged(Conflict):
    """Somebody else covered other parts since the page was opened."""

    message = _(
        "Somebody else covered parts of this photo meanwhile. Their covers are now among yours; please look and save "
        "again."
    )


@dataclass(frozen=True, slots=True)
class _Kind:
    """The actions of the package that keeps a kind of photo."""

    keep: Callable[..., list[str]]
    show: Callable[..., None]


_KINDS: Final = {
    "report": _Kind(publishing.keep_photo_covers, publishing.show_photo),
    "work": _Kind(fieldwork.keep_evidence_covers, fieldwork.show_evidence),
}
COVERABLE: Final = frozenset(_KINDS)


def cover_photo(
    code: str,
    kind: str,
    *,
    number: int,
    covers: Sequence[Cover],
    seen: Rectangles,
    is_shown: bool,
    by: Actor,
) -> None:
    """Cover parts of a photo ("report" or "work", with its number); with no covers, take all of them off.

    `seen` are the covers that this person's page had. With `is_shown` the photo is shown to everybody, covered. The
    covered version is painted from the original each time; the same covers again change nothing. Raises NoSuchCase if
    there is no such photo, CoversAreMissing, CoversHaveChanged, and what `refuse_to_publish` and `cover_picture` raise.
    """
    rectangles = [list(astuple(cover)) for cover in covers]
    with cases.open_file(code=code) as case:  # before any work is done for somebody who may not
        cases.refuse_who_only_looks(case, by)
        cases.refuse_to_publish(case, by, is_shown=bool(covers))
        name, known = _photo(case, kind, number)
        if not rectangles and (is_shown or not known):
            raise CoversAreMissing()
        if is_same := known == rectangles:
            _show(case, kind, number, is_shown=is_shown, by=by)
        else:
            _refuse_changed(known, seen)
    if is_same:
        return
    painted = cover_picture(name, covers) if covers else CoveredPicture("", "")
    try:
        with cases.open_file(code=code) as case:
            _name, known = _photo(case, kind, number)
            if known == rectangles:  # the same request came twice at once
                let_go([painted.picture, painted.thumb])
            else:
                _refuse_changed(known, seen)
                let_go(_KINDS[kind].keep(case, number, rectangles, covered=painted.picture, thumb=painted.thumb, by=by))
            _show(case, kind, number, is_shown=is_shown, by=by)
    except (Refusal, IntegrityError):  # certainly rolled back; after any other failure a row may name the files
        for name in (painted.picture, painted.thumb):
            if name:
                files.delete(name)
        raise


def _photo(case: Case, kind: str, number: int) -> tuple[str, Rectangles]:
    """The name of the original picture, and its covers. Raises NoSuchCase."""
    picture = received.picture(number) if kind == "report" else worked.evidence(number)
    if kind not in COVERABLE or picture is None or picture.case_id != case.pk or picture.state != "ready":
        raise cases.NoSuchCase()
    return picture.picture, picture.covers


def _refuse_changed(known: Rectangles, seen: Rectangles) -> None:
    if [list(cover) for cover in known] != [list(cover) for cover in seen]:
        raise CoversHaveChanged()


def _show(case: Case, kind: str, number: int, *, is_shown: bool, by: Actor) -> None:
    if is_shown:
        _KINDS[kind].show(case, number, is_shown=True, by=by)
