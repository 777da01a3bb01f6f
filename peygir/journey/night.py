"""Nightly work: training, counting, sampling, archiving, and deleting what is no longer needed."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from peygir.assets.actions import place_assets
from peygir.atlas.actions import assign_neighbourhoods
from peygir.cases import actions as cases
from peygir.city.queries import cities, day_of
from peygir.desks.dropbox import actions as dropbox
from peygir.desks.fieldwork import actions as work
from peygir.desks.fieldwork import queries as worked
from peygir.desks.inspection import actions as inspection
from peygir.desks.intake import queries as received
from peygir.desks.letters import actions as letters
from peygir.desks.partners import actions as partners
from peygir.desks.partners.actions.agency_people import forget_agency_sessions
from peygir.desks.promises import actions as promises
from peygir.desks.surveys import actions as surveys
from peygir.desks.understanding.learning import actions as learning
from peygir.journey.agencies.letters import write_month_letters
from peygir.journey.inspecting import marks_of_work
from peygir.journey.lake import plan_lake
from peygir.journey.looks import plan_looks
from peygir.journey.open_data import plan_publication
from peygir.journey.retention.nightly import plan_erasure
from peygir.journey.sync.actions import forget_commands
from peygir.journey.sync.queries import photos_in_use
from peygir.media import actions as media
from peygir.media import files
from peygir.media.queries import loose_names, stored_names
from peygir.media.scratch import sweep_scratch
from peygir.outlook.honours import actions as honours
from peygir.outlook.insight import actions as insight
from peygir.outlook.panel import actions as panel
from peygir.outlook.panel.due_queries import raw_names_of_visits
from peygir.outlook.planning import actions as planning
from peygir.outlook.scoring import actions as scoring
from peygir.people.actions import (
    forget_old_citizen_sessions,
    forget_old_sessions,
    forget_old_uses,
)
from peygir.people.actions.retention_runs import forget_old_codes
from peygir.people.actions.staff_phones import forget_old_phones
from peygir.storage.jobs.actions import add_jobs
from peygir.storage.jobs.rules import OUTSIDE_QUEUE
from peygir.storage.receipts.actions import forget_receipts
from peygir.storage.receipts.patience import RECEIPTS_LIVE

LEARN_ANEW: Final = "learn_anew"
"""The name of `learn_anew` in jobs, whose file is the city."""
ROUTE_PLANS_LIVE: Final = timedelta(days=30)
DRAFTS_LIVE: Final = timedelta(days=30)
DELIVERIES_LIVE: Final = timedelta(days=30)


def learn_anew(city_id: int) -> None:
    """Train a city's reader on newly confirmed cases; takes seconds, so it is a job of its own."""
    learning.learn_anew(city_id)


def tidy(now: datetime, *, before: datetime) -> int:
    """Do the nightly work: train readers, count months and weeks, examine weeks for alarms, estimate demand and the
    next weeks, measure goals, draw surveys, inspections and what the panel judges, archive, tidy up.

    Leaves the jobs that erase personal data whose time is over, bring the lake up to date and publish months. Deletes
    old rate-limit counts, codes, sessions, drafts, receipts of commands, delivered webhook messages, tables that were
    only checked, raw uploads that belong to no report, uploads in parts that expired, and what killed processes left
    half made. Returns how many were deleted.
    """
    city_ids = [city_facts.id for city_facts in cities()]
    follow_areas(now)
    add_jobs(LEARN_ANEW, city_ids, queue=OUTSIDE_QUEUE)
    plan_erasure(city_ids)
    for city_id in city_ids:
        dropbox.destroy_due_boxes(city_id, now)
    plan_looks()
    plan_lake()
    plan_publication()
    promises.count_months(now)
    promises.count_weeks(now)
    surveys.draw_surveys(now)
    inspection.draw_now(now, marks_of_work=marks_of_work)
    planning.settle_hung_cases(now)
    planning.return_unfunded(now)
    write_month_letters(now)
    scoring.draw_answers(now)
    scoring.publish_due_months(now)
    scoring.plan_closing(now)
    scoring.plan_examinations()
    insight.plan_weeks(now)
    insight.plan_estimates(now)
    planning.plan_measurements(now)
    planning.plan_candidates()
    cases.archive_search_entries(now)
    drafts = cases.forget_old_drafts(before=now - DRAFTS_LIVE)
    route_plans = work.forget_route_plans(before=now - ROUTE_PLANS_LIVE)
    forgotten_deliveries = partners.forget_deliveries(before=now - DELIVERIES_LIVE)
    receipts = forget_receipts(before=now - RECEIPTS_LIVE) + forget_commands(before=now - RECEIPTS_LIVE)
    looks = partners.forget_looks(before=before)
    for name in looks:
        files.delete(name)
    sessions = forget_old_sessions() + forget_old_citizen_sessions(before=now) + forget_old_codes(before=before)
    sessions += forget_old_phones(now=now) + forget_agency_sessions()
    forgotten_deliveries += letters.forget_office_messages(before=now - DELIVERIES_LIVE)
    honours.erase_due_pupils(now)
    panel.draw_due_samples(now)
    panel.forget_panels(now)
    return (
        forget_old_uses(before=before)
        + sessions
        + drafts
        + route_plans
        + receipts
        + forgotten_deliveries
        + len(looks)
        + _let_go_of_uploads(before)
        + sweep_scratch(before=before)
        + media.forget_uploads(now=now)
        + media.forget_files(_unused(loose_names(before=before)))
    )


def follow_areas(now: datetime) -> None:
    """Find the neighbourhood of each named place of the street map, and of each asset, anew.

    The city's areas may have been redrawn.
    """
    for city_facts in cities():
        if city_facts.code == settings.CITY:
            assign_neighbourhoods(city_facts.id, on=day_of(city_facts.id, now))
            place_assets(city_facts.id)


def _let_go_of_uploads(before: datetime) -> int:
    """Delete uploads without a row, which a crash between storing the file and its row leaves behind."""
    names = files.raw_before(before)
    left = _unused(names) - stored_names(names) if names else set()
    for name in left:
        files.delete(name)
    return len(left)


def _unused(names: Collection[str]) -> set[str]:
    """Those raw uploads that no photo, conversation, visit or command of a phone needs."""
    needed = received.raw_names(names) | worked.raw_names(names) | photos_in_use() | raw_names_of_visits(names)
    return set(names) - needed
