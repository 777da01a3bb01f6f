"""Nightly work: training, counting, sampling, archiving, and deleting what is no longer needed."""

from collections.abc import Callable, Collection
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
from peygir.journey.drop_waiting import tell_key_holders
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
    """Do the nightly work; returns how many old rows and files were deleted. Raises what a duty raises."""
    for _name, act in duties(now):
        act()
    return sum(act() for _name, act in deletions(now, before=before))


def duties(now: datetime) -> list[tuple[str, Callable[[], object]]]:
    """The nightly work by name, in its order: train readers, count months and weeks, examine weeks for alarms, estimate
    demand and the next weeks, measure goals, draw surveys, inspections and what the panel judges, archive.

    Leaves the jobs that erase personal data whose time is over, bring the lake up to date and publish months. Each
    looks at what is there, so that one that fails holds up no other; after the night it is tried again.
    """
    city_ids = [city_facts.id for city_facts in cities()]
    return [
        ("follow_areas", lambda: follow_areas(now)),
        ("learn_anew", lambda: add_jobs(LEARN_ANEW, city_ids, queue=OUTSIDE_QUEUE)),
        ("plan_erasure", lambda: plan_erasure(city_ids)),
        ("destroy_due_boxes", lambda: [dropbox.destroy_due_boxes(city_id, now) for city_id in city_ids]),
        ("tell_key_holders", lambda: [tell_key_holders(city_id, now) for city_id in city_ids]),
        ("plan_looks", plan_looks),
        ("plan_lake", plan_lake),
        ("plan_publication", plan_publication),
        ("count_months", lambda: promises.count_months(now)),
        ("count_weeks", lambda: promises.count_weeks(now)),
        ("draw_surveys", lambda: surveys.draw_surveys(now)),
        ("draw_inspections", lambda: inspection.draw_now(now, marks_of_work=marks_of_work)),
        ("settle_hung_cases", lambda: planning.settle_hung_cases(now)),
        ("return_unfunded", lambda: planning.return_unfunded(now)),
        ("write_month_letters", lambda: write_month_letters(now)),
        ("draw_answers", lambda: scoring.draw_answers(now)),
        ("publish_due_months", lambda: scoring.publish_due_months(now)),
        ("plan_closing", lambda: scoring.plan_closing(now)),
        ("plan_examinations", scoring.plan_examinations),
        ("plan_weeks", lambda: insight.plan_weeks(now)),
        ("plan_estimates", lambda: insight.plan_estimates(now)),
        ("plan_measurements", lambda: planning.plan_measurements(now)),
        ("plan_candidates", planning.plan_candidates),
        ("archive_search_entries", lambda: cases.archive_search_entries(now)),
        ("erase_due_pupils", lambda: honours.erase_due_pupils(now)),
        ("draw_panel_samples", lambda: panel.draw_due_samples(now)),
        ("forget_panels", lambda: panel.forget_panels(now)),
    ]


def deletions(now: datetime, *, before: datetime) -> list[tuple[str, Callable[[], int]]]:
    """What is deleted at night, by name; each returns how many.

    Old rate-limit counts, codes, sessions, drafts, receipts of commands, delivered webhook messages, tables that were
    only checked, raw uploads that belong to no report, uploads in parts that expired, and what killed processes left
    half made; most of them if they were made before `before`.
    """
    return [
        ("forget_drafts", lambda: cases.forget_old_drafts(before=now - DRAFTS_LIVE)),
        ("forget_route_plans", lambda: work.forget_route_plans(before=now - ROUTE_PLANS_LIVE)),
        ("forget_deliveries", lambda: partners.forget_deliveries(before=now - DELIVERIES_LIVE)),
        ("forget_office_messages", lambda: letters.forget_office_messages(before=now - DELIVERIES_LIVE)),
        ("forget_receipts", lambda: forget_receipts(before=now - RECEIPTS_LIVE)),
        ("forget_commands", lambda: forget_commands(before=now - RECEIPTS_LIVE)),
        ("forget_looks", lambda: _forget_looks(before)),
        ("forget_sessions", forget_old_sessions),
        ("forget_citizen_sessions", lambda: forget_old_citizen_sessions(before=now)),
        ("forget_codes", lambda: forget_old_codes(before=before)),
        ("forget_phones", lambda: forget_old_phones(now=now)),
        ("forget_agency_sessions", forget_agency_sessions),
        ("forget_uses", lambda: forget_old_uses(before=before)),
        ("let_go_of_uploads", lambda: _let_go_of_uploads(before)),
        ("sweep_scratch", lambda: sweep_scratch(before=before)),
        ("forget_uploads", lambda: media.forget_uploads(now=now)),
        ("forget_files", lambda: media.forget_files(_unused(loose_names(before=before)))),
    ]


def _forget_looks(before: datetime) -> int:
    """Delete tables that were only checked, with their files."""
    looks = partners.forget_looks(before=before)
    for name in looks:
        files.delete(name)
    return len(looks)


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
