"""Drafts a routing rule, tries it on the last cases, and switches it on and off."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import OuterRef, Subquery

from peygir.cases.models import Case, Report
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.desks.routing.book import RULES, facts_of
from peygir.desks.routing.condition_reading import CodesInForce, read_conditions
from peygir.desks.routing.finding import FirstReport, find_owner
from peygir.desks.routing.models import DryRun, Rule
from peygir.desks.routing.rules import may_write_rules
from peygir.history.actions import record
from peygir.history.kinds.routing import RuleDrafted, RuleDryRun, RuleSwitchedOff, RuleSwitchedOn
from peygir.people.channels import REPORT_CHANNELS
from peygir.people.queries import staff_id_of, unit_of_staff
from peygir.people.rules import Actor

DRY_RUN_CASES: Final = 1000
DRY_RUN_IS_GOOD: Final = timedelta(days=7)
MOST_ORDER: Final = 100_000
STEP: Final = 10


class NotYourRules(NotAllowed):
    """Only the centre's supervisor and the administrator may change rules."""

    message = _("Routing rules are for the centre's supervisor and the administrator.")


class NoSuchRule(Missing):
    """This city has no rule with this number."""

    message = _("There is no such rule.")


class RuleHasNoName(Invalid):
    """The rule has no name; its name is the explanation in every case that it routes."""

    message = _("A rule needs a name of up to 120 letters: the explanation of each case shows it.")


class RuleHasNoTarget(Invalid):
    """The rule's target is no open unit, and no active person of one."""

    message = _("A rule must send to a unit that works, or to a person who works in one.")


class RuleDatesAreNotValid(Invalid):
    """The rule would end before it begins."""

    message = _("The rule ends before it begins.")


class OrderIsTaken(Conflict):
    """Another rule that is on has this order."""

    message = _("Another rule that is on has place {order}; switch that off or choose another place.")


class OrderIsNotValid(Invalid):
    """The order is no positive number."""

    message = _("The place must be a number from 1 to {most}.")


class RuleIsNotTried(Conflict):
    """A rule needs a recent dry run before it is switched on."""

    message = _("First a dry run is needed, not older than {days} days; then the rule can be switched on.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleDraft:
    """A rule as it was entered; `order` None: after all others. `person` is a user name or empty."""

    name_fa: str
    name_en: str = ""
    conditions: dict[str, Any] = field(default_factory=dict)
    unit_code: str = ""
    person: str = ""
    branch: str = ""
    order: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None


def known_of(city_id: int, *, on: date) -> CodesInForce:
    """The codes that conditions may use in a city."""
    topics = city.topics(city_id)
    return CodesInForce(
        topics=frozenset(one.code for one in topics),
        groups=frozenset(one.group_code for one in topics),
        districts=frozenset(one.code for one in city.districts(city_id, on=on)),
        neighbourhoods=frozenset(one.code for one in city.neighbourhoods(city_id, on=on)),
        channels=frozenset(REPORT_CHANNELS),
        seasons=frozenset(one.code for one in city.seasons(city_id)),
    )


def draft_rule(city_id: int, draft: RuleDraft, *, by: Actor) -> int:
    """Save a rule, off and untried; returns its id.

    Raises NotYourRules, RuleHasNoName, ConditionsAreNotValid, RuleHasNoTarget, RuleDatesAreNotValid, OrderIsNotValid.
    """
    _refuse(by)
    now = clock.now()
    today = city.day_of(city_id, now)
    names = (plain(draft.name_fa), plain(draft.name_en))
    if not says_something(names[0]) or max(map(len, names)) > 120:
        raise RuleHasNoName()
    conditions = {kind: value for kind, value in draft.conditions.items() if value not in (None, "", [], {})}
    read_conditions(conditions, known_of(city_id, on=today))
    unit_id, person_id = _target(city_id, draft)
    valid_from = draft.valid_from or today
    if draft.valid_to is not None and draft.valid_to <= valid_from:
        raise RuleDatesAreNotValid()
    with transaction.atomic():
        rule = Rule.objects.create(
            city_id=city_id,
            order=_order(city_id, draft.order),
            name_fa=names[0],
            name_en=names[1],
            conditions=conditions,
            unit_id=unit_id,
            person_id=person_id,
            branch=plain(draft.branch)[:20],
            valid_from=valid_from,
            valid_to=draft.valid_to,
            made_by=str(by),
            made_at=now,
        )
        event = RuleDrafted(unit=unit_id, order=rule.order, from_=valid_from.isoformat())
        record(rule, event, by=str(by), at=now)
    return rule.pk


def _refuse(by: Actor) -> None:
    if not may_write_rules(by):
        raise NotYourRules()


def _target(city_id: int, draft: RuleDraft) -> tuple[int, int | None]:
    """(unit, person) of the rule; a person implies the unit."""
    unit = city.unit_by_code(city_id, draft.unit_code) if draft.unit_code else None
    person_id = staff_id_of(draft.person) if draft.person else None
    if draft.person:
        home = unit_of_staff(person_id) if person_id is not None else None
        if home is None or (unit is not None and unit.id != home):
            raise RuleHasNoTarget()
        unit = city.unit(home)
    if unit is None or unit.city_id != city_id or not unit.is_open:
        raise RuleHasNoTarget()
    return unit.id, person_id


def _order(city_id: int, wanted_order: int | None) -> int:
    if wanted_order is None:
        last = Rule.objects.filter(city_id=city_id).order_by("-order").values_list("order", flat=True).first()
        return min((last or 0) + STEP, MOST_ORDER)
    if not 1 <= wanted_order <= MOST_ORDER:
        raise OrderIsNotValid(most=MOST_ORDER)
    return wanted_order


# ── trying ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def dry_run_rule(city_id: int, rule_id: int, *, by: Actor, case_limit: int = DRY_RUN_CASES) -> int:
    """Route the last cases once by the rules that are on and once with this one too; returns the result's id.

    As if they were opened today and the rule were valid already. Only the result is stored. Raises NotYourRules,
    NoSuchRule, ConditionsAreNotValid.
    """
    _refuse(by)
    rule = _rule(city_id, rule_id)
    now = clock.now()
    today = city.day_of(city_id, now)
    before = RULES.of(city_id)
    after = before.with_one_more(replace(facts_of(rule), valid_from=today, valid_to=None))
    flows: Counter[tuple[int, int]] = Counter()
    moved: list[tuple[str, int, int]] = []
    count = matched = 0
    words = Report.objects.filter(code=OuterRef("code"))
    rows = Case.objects.filter(city_id=city_id).annotate(
        words=Subquery(words.values("text")[:1]), door=Subquery(words.values("channel")[:1])
    )
    # Newest first: ids grow with time.
    for case in rows.order_by("-pk")[:case_limit]:
        count += 1
        case.return_count = 0  # as on its first routing, without later returns
        first_report = FirstReport(case.words or "", case.door or "")
        accused = frozenset([case.about_unit_id] if case.about_unit_id is not None else [])
        was = find_owner(case, first_report, on=today, rules=before, accused=accused)
        would = find_owner(case, first_report, on=today, rules=after, accused=accused)
        matched += would.rule_id == rule.pk
        if was.unit_id != would.unit_id:
            flows[was.unit_id, would.unit_id] += 1
            moved.append((case.code, was.unit_id, would.unit_id))
    with transaction.atomic():
        rule = Rule.objects.select_for_update(no_key=True).get(pk=rule.pk)
        dry_run = DryRun.objects.create(
            rule=rule,
            at=now,
            by=str(by),
            case_count=count,
            matched_count=matched,
            changed_count=len(moved),
            flows=[{"from": pair[0], "to": pair[1], "count": n} for pair, n in flows.most_common()],
            cases=moved,
        )
        record(rule, RuleDryRun(cases=count, matched=matched, changed=len(moved)), by=str(by), at=now)
    return dry_run.pk


def _rule(city_id: int, rule_id: int) -> Rule:
    rule = Rule.objects.filter(pk=rule_id, city_id=city_id).first()
    if rule is None:
        raise NoSuchRule()
    return rule


# ── switching ───────────────────────────────────────────────────────────────────────────────────────────────────────


def switch_rule(city_id: int, rule_id: int, *, is_on: bool, by: Actor) -> None:
    """Switch a rule on (which needs a recent dry run) or off; no change if it is so already.

    Raises NotYourRules, NoSuchRule, RuleIsNotTried, OrderIsTaken.
    """
    _refuse(by)
    now = clock.now()
    with transaction.atomic():
        rule = Rule.objects.select_for_update(no_key=True).filter(pk=rule_id, city_id=city_id).first()
        if rule is None:
            raise NoSuchRule()
        if rule.is_on == is_on:
            return
        if is_on:
            if not DryRun.objects.filter(rule=rule, at__gte=now - DRY_RUN_IS_GOOD).exists():
                raise RuleIsNotTried(days=DRY_RUN_IS_GOOD.days)
            if Rule.objects.filter(city_id=city_id, is_on=True, order=rule.order).exists():
                raise OrderIsTaken(order=rule.order)
        rule.is_on = is_on
        event = RuleSwitchedOn(order=rule.order) if is_on else RuleSwitchedOff(order=rule.order)
        record(rule, event, by=str(by), at=now, write=["is_on"])
    RULES.forget()
