"""Keeps what a member of staff types into a case's forms until it is sent, even if the page is lost."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from peygir.cases.actions.file import MAX_NOTE, NoSuchCase, refuse_who_only_looks
from peygir.cases.models import Case, Draft
from peygir.core import clock
from peygir.core.codes import is_code
from peygir.people.rules import Actor

MOST_FIELDS: Final = 12


def keep_draft(code: str, *, form: str, typed: Mapping[str, str], seen: int, by: Actor) -> None:
    """Keep the text of one form for this person; an empty form deletes its draft. Raises NoSuchCase.

    No lock is taken: nobody else writes this row, and a later keystroke overwrites an earlier one.
    """
    case = Case.objects.filter(code=code).first() if is_code(code) else None
    if case is None:
        raise NoSuchCase()
    refuse_who_only_looks(case, by)
    kept = {name[:40]: text[:MAX_NOTE] for name, text in list(typed.items())[:MOST_FIELDS] if text.strip()}
    if not kept:
        drop_draft(case, form=form, by=by)
        return
    draft = Draft(staff_id=by.id, case=case, form=form[:20], words=kept, seen=seen, saved_at=clock.now())
    Draft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["staff", "case", "form"],
        update_fields=["words", "seen", "saved_at"],
    )


def discard_draft(code: str, *, form: str, by: Actor) -> None:
    """Delete a draft at the person's request."""
    Draft.objects.filter(staff_id=by.id, case__code=code, form=form).delete()


def drop_draft(case: Case, *, form: str, by: Actor, until: datetime | None = None) -> None:
    """Delete a draft because its form has been sent; one saved after `until`, the moment of sending, stays."""
    if by.kind == "staff":
        saved = {"saved_at__lte": until} if until else {}
        Draft.objects.filter(staff_id=by.id, case=case, form=form, **saved).delete()


def forget_old_drafts(*, before: datetime) -> int:
    """Delete abandoned drafts; returns how many."""
    return Draft.objects.filter(saved_at__lt=before).delete()[0]
