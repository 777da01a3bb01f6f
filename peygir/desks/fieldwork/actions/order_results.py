"""What comes back from the street: a result for each case, the steps that were done, and the material that was used."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from peygir.cases import actions as cases
from peygir.cases.actions import NoSuchCase
from peygir.cases.models import Case
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.desks.fieldwork.actions.contractor_interests import refuse_interest_in_order
from peygir.desks.fieldwork.actions.cost_shares import share_costs
from peygir.desks.fieldwork.actions.finishing import NO_MORE, MoreEvidence, finish_work
from peygir.desks.fieldwork.actions.order_file import open_order, refuse_unless, refuse_unless_in, write_order_event
from peygir.desks.fieldwork.actions.order_moves import start
from peygir.desks.fieldwork.actions.work_evidence import attach_photo, record_visit
from peygir.desks.fieldwork.models import OrderCase, OrderMaterial, OrderStep, WorkOrder
from peygir.desks.fieldwork.order_lifecycle import ORDER_CREW, PLANNER
from peygir.desks.fieldwork.order_rules import FINISH_CASE, VISIT_CASE, case_verb_of
from peygir.desks.fieldwork.order_states import IN_STREET, BlockedWhy, OrderResult, OrderState
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.case_work import CaseOrderResult
from peygir.history.kinds.orders import OrderMaterialRemoved, OrderMaterialUsed, OrderResultGiven, OrderStepChecked
from peygir.people.rules import Actor

STANDARD_ANSWER: Final = _("The work at this place was done.")
_WORKERS: Final = frozenset({PLANNER, ORDER_CREW})
_RESULT: Final = _("Record a result")
_IN_WORK: Final = IN_STREET | {OrderState.FINISHED}
MOST_MATERIALS: Final = 100
LONGEST_ITEM: Final = 120
LONGEST_MEASURE: Final = 20
LARGEST_QUANTITY: Final = Decimal(999999999)


class ResultIsUnknown(Invalid):
    """The result is not in the list."""

    message = _("This result is not in the list: {text}")


class BlockedNeedsReason(Invalid):
    """Work that was not possible needs a reason of the list."""

    message = _("“Not possible” needs a reason of the list.")


class ResultNeedsWords(Invalid):
    """A result other than "fixed" needs a few words."""

    message = _("“{result}” needs a few words: what did you find, what is missing?")


class ResultIsGiven(Conflict):
    """The case has another result already, or is no longer part of the order."""

    message = _("The case {code} has another result already, or is no longer part of this order.")


class NoSuchStep(Missing):
    """The order has no such step."""

    message = _("The order has no such step.")


class MaterialIsWrong(Invalid):
    """An entry of material is empty, too long, or its quantity is not a positive number."""

    message = _("Material needs a name, a quantity above zero, and its unit of measure.")


class NoSuchMaterial(Missing):
    """The order has no such entry of material."""

    message = _("The order has no such entry of material.")


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetResult:
    """What came of the work for one case.

    `reason` is of BlockedWhy, for "not possible"; `until` is when it may be possible. `note` is for staff, `answer`
    for the citizen (of "fixed" alone; a standard sentence if empty). `photo` or `form` is the evidence, `more` what
    comes with it; of its pictures, those of an unfinished work are kept too.
    """

    result: str
    reason: str = ""
    note: str = ""
    answer: str = ""
    form: str = ""
    photo: bytes | None = None
    is_photo_shown: bool = False
    more: MoreEvidence = NO_MORE
    until: datetime | None = None


def give_result(
    number: str,
    code: str,
    given: StreetResult,
    *,
    by: Actor,
    version: int | None = None,
    at: datetime | None = None,
) -> int:
    """Record the result for one case, and carry out what it means in the case; returns the order's new version.

    An order that was sent begins with its first result. The same result again changes nothing; where
    another person brings it, that person's pictures are kept.

    Raises what `open_order`, `finish_work`, `record_visit` and `cases.wait` raise, OrderMoveNotYours, OrderIsNotOpen,
    NoSuchCase, ResultIsUnknown, BlockedNeedsReason, ResultNeedsWords, ResultIsGiven.
    """
    _check(given)
    with open_order(number=number, version=version) as order:
        refuse_unless(order, by, _WORKERS, label=_RESULT)
        refuse_interest_in_order(order, by)
        place = OrderCase.objects.filter(order=order, case__code=code).first()
        if place is None:
            raise NoSuchCase()
        if not place.is_open:
            if place.result == given.result and place.reason == given.reason:
                _keep_pictures_of_another(place, given, by=by)
                return order.version
            raise ResultIsGiven(code=code)
        refuse_unless_in(order, IN_STREET)
        moment = at or clock.now()
        start(order, by=by, at=moment)
        with cases.open_file(place.case_id) as case:
            acting = replace(by, order_case_ids=by.order_case_ids | {case.pk})
            cases.refuse_who_only_looks(case, acting)
            verb = _carry_out(case, given, by=acting, at=moment)
            reason = given.reason or ABSENT
            event = CaseOrderResult(order=order.pk, number=order.number, result=given.result, reason=reason)
            cases.record_event(case, event, by=by, at=moment)
        place.is_open, place.result, place.reason = False, given.result, given.reason
        place.at, place.by = moment, str(by)
        place.save(update_fields=["is_open", "result", "reason", "at", "by"])
        _write_result(order, place, verb, note=given.note, by=by, at=moment)
        return order.version


def _keep_pictures_of_another(place: OrderCase, given: StreetResult, *, by: Actor) -> None:
    """Keep the pictures of a second person who found and did the same: two phones, and neither knew of the other."""
    pictures = [picture for picture in (given.photo, given.more.before, given.more.signature) if picture is not None]
    if pictures and place.by != str(by):
        with cases.open_file(place.case_id) as case:
            for picture in pictures:
                attach_photo(case, picture, by=by)


def _check(given: StreetResult) -> None:
    if given.result not in OrderResult.labels():
        raise ResultIsUnknown(text=given.result[:20])
    is_blocked = given.result == OrderResult.NOT_POSSIBLE
    if is_blocked != (given.reason in BlockedWhy.labels()) or (given.reason and not is_blocked):
        raise BlockedNeedsReason()
    if given.result != OrderResult.FIXED and not is_blocked and not says_something(given.note):
        raise ResultNeedsWords(result=OrderResult.of(given.result).label)


def _carry_out(case: Case, given: StreetResult, *, by: Actor, at: datetime) -> str:
    """Carry out the command that a result means in the case; returns its verb."""
    has_date = given.until is not None and given.until > at
    verb = case_verb_of(given.result, reason=given.reason, has_date=has_date, case_state=case.state)
    language = city.city_by_id(case.city_id).language
    if verb == FINISH_CASE:
        answer = given.answer if says_something(given.answer) else STANDARD_ANSWER.in_language(language)
        finish_work(
            case,
            answer=answer,
            photo=given.photo,
            form=given.form,
            is_photo_shown=given.is_photo_shown,
            more=given.more,
            by=by,
            at=at,
        )
        return verb
    for picture in filter(None, (given.more.before, given.more.signature)):
        attach_photo(case, picture, by=by)
    explanation = _words_of(given, language)
    if verb == VISIT_CASE:
        record_visit(case, note=explanation, photo=given.photo, by=by)
        return verb
    cases.wait(case, reason=BlockedWhy.of(given.reason).wait_reason, until=given.until, note=explanation, by=by, at=at)
    if given.photo is not None:
        attach_photo(case, given.photo, by=by)
    return verb


def _words_of(given: StreetResult, language: str) -> str:
    """The result, its reason and its words as one note for colleagues."""
    label = OrderResult.of(given.result).label.in_language(language)
    reason = BlockedWhy.of(given.reason).label.in_language(language) if given.reason else ""
    said = [part for part in (reason, plain(given.note)) if part]
    return f"{label}: {' — '.join(said)}" if said else label


def _write_result(order: WorkOrder, place: OrderCase, verb: str, *, note: str, by: Actor, at: datetime) -> None:
    reason = place.reason or ABSENT
    event = OrderResultGiven(case=place.case_id, result=place.result, verb=verb, reason=reason)
    write_order_event(order, event, by=by, at=at, note=note)
    share_costs(order)


def check_step(number: str, position: int, *, is_done: bool, by: Actor, version: int | None = None) -> int:
    """Tick a step of the checklist, or untick it; idempotent. Returns the order's new version.

    Raises what `open_order` raises, OrderMoveNotYours, OrderIsNotOpen, NoSuchStep.
    """
    with open_order(number=number, version=version) as order:
        refuse_unless(order, by, _WORKERS, label=_("Tick a step"))
        refuse_unless_in(order, _IN_WORK)
        step = OrderStep.objects.filter(order=order, position=position).first()
        if step is None:
            raise NoSuchStep()
        if step.is_done != is_done:
            moment = clock.now()
            step.is_done, step.at, step.by = is_done, moment if is_done else None, str(by) if is_done else ""
            step.save(update_fields=["is_done", "at", "by"])
            write_order_event(order, OrderStepChecked(step=position, is_done=is_done), by=by, at=moment)
        return order.version


def use_material(
    number: str, *, item: str, quantity: Decimal, measure: str, by: Actor, version: int | None = None
) -> int:
    """Record material that was used; returns the order's new version.

    Raises what `open_order` raises, OrderMoveNotYours, OrderIsNotOpen, MaterialIsWrong.
    """
    name, unit_of_measure = plain(item), plain(measure)
    is_written = says_something(name) and says_something(unit_of_measure)
    is_short = len(name) <= LONGEST_ITEM and len(unit_of_measure) <= LONGEST_MEASURE
    if not (is_written and is_short and quantity.is_finite() and 0 < quantity <= LARGEST_QUANTITY):
        raise MaterialIsWrong()
    with open_order(number=number, version=version) as order:
        refuse_unless(order, by, _WORKERS, label=_("Record material"))
        refuse_unless_in(order, _IN_WORK)
        rows = OrderMaterial.objects.filter(order=order)
        rounded = round(quantity, 3)
        if rows.count() >= MOST_MATERIALS or rounded <= 0:
            raise MaterialIsWrong()
        moment = clock.now()
        row = OrderMaterial(order=order, item=name, quantity=rounded, measure=unit_of_measure, at=moment, by=str(by))
        row.save(force_insert=True)
        write_order_event(order, OrderMaterialUsed(material=row.pk), by=by, at=moment)
        return order.version


def remove_material(number: str, material_id: int, *, by: Actor, version: int | None = None) -> int:
    """Remove an entry of material that was wrong; returns the order's new version.

    Raises what `open_order` raises, OrderMoveNotYours, OrderIsNotOpen, NoSuchMaterial.
    """
    with open_order(number=number, version=version) as order:
        refuse_unless(order, by, _WORKERS, label=_("Record material"))
        refuse_unless_in(order, _IN_WORK)
        if not OrderMaterial.objects.filter(pk=material_id, order=order).delete()[0]:
            raise NoSuchMaterial()
        write_order_event(order, OrderMaterialRemoved(material=material_id), by=by, at=clock.now())
        return order.version
