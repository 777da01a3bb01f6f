"""The sample's citizens' panel: a lot, members at work, a judged month, findings, a session and a petition."""

from datetime import datetime, time, timedelta
from typing import Final

from lab.sample.crew import PANEL
from lab.sample.panel_numbers import SEATS, SIGNATURES, THRESHOLD, VOLUNTEERS, panel_phone
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.persian import fa_digits
from peygir.core.refusals import Refusal
from peygir.desks.inspection.actions.planning import month_of
from peygir.outlook.panel import actions, sample_queries, term_queries
from peygir.outlook.panel.models import OwedAnswer, PanelMember, PanelMotion
from peygir.outlook.panel.rules import AGES, PanelTerms
from peygir.people.queries import actor_of, staff_who_work
from peygir.people.rules import Actor

SEED: Final = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
"""The sample's public number."""
BEGAN: Final = timedelta(days=70)
FINDING: Final = (
    "چاله‌های پرشده زود باز می‌شوند",
    "از پرونده‌هایی که داوری کردیم، چند چاله در کمتر از یک ماه دوباره باز شده است. بنویسید با چه مصالحی پر می‌شود.",
)
SECOND: Final = (
    "پاسخ‌ها نمی‌گویند چه کاری انجام شد",
    "در بیشتر پاسخ‌ها فقط نوشته شده «اقدام شد». از واحد می‌خواهیم بنویسد چه کاری، کجا و کی انجام شده است.",
)
ANSWER: Final = "از ابتدای ماه، پاسخ‌های آماده کنار گذاشته شد و کارشناس کار انجام‌شده، روز و محل آن را می‌نویسد."
PETITION: Final = (
    "روشنایی پیاده‌روی کنار رودخانه",
    "پیاده‌روی کنار رودخانهٔ خشک شب‌ها تاریک است. برای شب‌های تابستان چراغ بگذارید تا خانواده‌ها بتوانند قدم بزنند.",
)
WAITING: Final = (
    "نیمکت برای ایستگاه‌های اتوبوس",
    "در بیشتر ایستگاه‌های اتوبوس محله جایی برای نشستن سالمندان نیست. در هر ایستگاه دست‌کم یک نیمکت بگذارید.",
)
"""A petition at which the secretary has not looked yet."""


def panel_sample(city_id: int, *, now: datetime) -> None:
    """Let a panel work for two months; called again, nothing is added."""
    if term_queries.panels(city_id):
        return
    office = actor_of(staff_who_work([PANEL])[0])
    began = now - BEGAN
    term_id = _drawn(city_id, began, office)
    with clock.simulated(lambda: now - timedelta(days=60)):
        for own in _members(term_id):
            actions.answer_seat(term_id, accepts=True, conduct=True, own=own)
    _judged(city_id, term_id, now, office)
    _findings(city_id, term_id, now)
    with clock.simulated(lambda: now - timedelta(days=8)):
        petition_id = actions.make_petition(term_id, panel_phone(80), title=PETITION[0], text=PETITION[1])
        actions.open_petition(petition_id, unit_id=_unit(city_id, "D-01"), by=office)
        for number in range(81, 80 + SIGNATURES):
            actions.sign_petition(petition_id, panel_phone(number))
        held_on = city.day_of(city_id, now - timedelta(days=7))
        session_id = actions.plan_panel_session(
            term_id, held_on=held_on, begins_at=time(17), place="سرای محله (نمونه)", by=office
        )
        actions.add_agenda_item(session_id, title="داوری ماه گذشته", by=office)
        actions.decide_item(session_id, 1, decision="نتیجه منتشر و در جلسهٔ بعد بررسی شود.", by=office)
    with clock.simulated(lambda: now - timedelta(days=6)):
        minutes = "اعضا نتیجهٔ داوری ماه را بررسی کردند.\nقرار شد عضو ۲ از دو محل بازدید کند."
        actions.hold_session(session_id, minutes=minutes, present=[1, 2, 3, 4, 5, 6], by=office)
    with clock.simulated(lambda: now - timedelta(days=1)):
        actions.make_petition(term_id, panel_phone(79), title=WAITING[0], text=WAITING[1])


def _drawn(city_id: int, began: datetime, office: Actor) -> int:
    """A panel whose lot was drawn by the sample's public number."""
    day = city.day_of(city_id, began)
    districts = city.districts(city_id, on=day)
    terms = PanelTerms(
        title="کارگروه شهروندی (نمونه)",
        sign_up_until=day + timedelta(days=3),
        seed_on=day + timedelta(days=5),
        from_on=day + timedelta(days=8),
        to_on=day + timedelta(days=370),
        seed_kind="public",
        seed_source="عدد ساختگی نمونه",
        seats=SEATS,
        honoured_seats=0,
        threshold=THRESHOLD,
        sample_size=10,
        population={row.code: 100_000 for row in districts},
        population_source="عددهای ساختگی نمونه",
        ages=dict(AGES),
    )
    with clock.simulated(lambda: began):
        term_id = actions.make_panel(city_id, terms, by=office)
        for number in range(VOLUNTEERS):
            actions.join_lot(
                term_id,
                panel_phone(number),
                name=fa_digits(f"داوطلب نمونهٔ {number + 1}"),
                district=districts[number % len(districts)].code,
                age=list(AGES)[number % len(AGES)],
                sex="fm"[number % 2],
                agrees=True,
            )
    with clock.simulated(lambda: began + timedelta(days=4)):
        actions.close_list(term_id, by=office)
    with clock.simulated(lambda: began + timedelta(days=6)):
        actions.draw_lot(term_id, seed=SEED, by=office)
    return term_id


def _judged(city_id: int, term_id: int, now: datetime, office: Actor) -> None:
    """The cases of the last month, drawn and in part judged; a sample too small for that has none."""
    first_on, _last = month_of(city.day_of(city_id, now))
    first_on, last_on = month_of(first_on - timedelta(days=1))
    with clock.simulated(lambda: now):
        try:
            sample_id = actions.draw_sample(term_id, first_on=first_on, last_on=last_on, seed=SEED, by=office)
        except Refusal:
            return
        people = _members(term_id)
        for row in sample_queries.sampled(sample_id):
            for own in people[1:4]:
                solved = "no" if row.number % 4 == 0 else "yes"
                actions.judge_case(term_id, row.id, solved=solved, answer="clear", note="", own=own)


def _findings(city_id: int, term_id: int, now: datetime) -> None:
    """One finding that is answered, one that is owed, one on which the members vote."""
    people = _members(term_id)
    for title, text, days in ((*SECOND, 40), (*FINDING, 9)):
        with clock.simulated(lambda days=days: now - timedelta(days=days)):  # type: ignore[misc]
            finding_id = actions.propose_finding(
                term_id, title=title, text=text, unit_id=_unit(city_id, "D-01"), codes=[], own=people[0]
            )
            motion_id = PanelMotion.objects.get(finding_id=finding_id).pk
            for own in people:
                actions.cast_vote(term_id, motion_id, vote="yes", own=own)
    manager = next(row for row in staff_who_work(["manager"]) if row.unit_id == _unit(city_id, "D-01"))
    first = OwedAnswer.objects.order_by("asked_at").first()
    assert first is not None
    with clock.simulated(lambda: now - timedelta(days=20)):
        actions.answer_owed(first.pk, text=ANSWER, by=actor_of(manager))
    with clock.simulated(lambda: now - timedelta(hours=5)):
        actions.propose_finding(
            term_id,
            title="سطل‌های پر روزهای تعطیل",
            text="روزهای تعطیل سطل‌ها زودتر پر می‌شوند و برنامهٔ جمع‌آوری تغییر نمی‌کند.",
            unit_id=_unit(city_id, "O-waste"),
            codes=[],
            own=people[1],
        )


def _members(term_id: int) -> list[list[int]]:
    """The citizens of the members, by number."""
    rows = PanelMember.objects.filter(term_id=term_id).order_by("number")
    return [[citizen or 0] for citizen in rows.values_list("citizen_id", flat=True)]


def _unit(city_id: int, code: str) -> int:
    unit = city.unit_by_code(city_id, code)
    assert unit is not None
    return unit.id
