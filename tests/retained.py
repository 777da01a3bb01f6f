"""Cases with marked words for the tests of erasure, and a night's erasure run to its end."""

from dataclasses import dataclass
from datetime import date, timedelta

from peygir.cases.models import Case
from peygir.cases.new_report import Reporter
from peygir.city import queries as city
from peygir.core import clock
from peygir.journey.night import tidy
from peygir.people.actions.retention_times import set_retention
from peygir.people.models import Citizen, RetentionRun
from peygir.people.retention_kinds import NOTICE_DAYS, RetentionKind
from tests import make
from tests.drain import drain
from tests.town import Town, TownClock


@dataclass(frozen=True, slots=True)
class Marked:
    """A case and the words that only its reporter brought."""

    code: str
    phone: str
    words: tuple[str, ...]

    @property
    def case(self) -> Case:
        """The case, fresh from the database."""
        return make.case(self.code)

    @property
    def citizen(self) -> Citizen:
        """The reporter."""
        row = make.report_row(self.code).citizen
        assert row is not None
        return row


def marked_case(town: Town, phone: str, mark: str, *, is_ended: bool = True, photos: int = 1) -> Marked:
    """A case whose report, name, address, note, draft and reason hold words with `mark`; ended unless said."""
    marks = tuple(f"{mark}{part}" for part in ("متن", "نام", "نشانی", "نقل", "مادر"))
    code = make.referred(
        reporter=Reporter(
            phone=phone, proof="message", name=f"{marks[1]} احمدی", for_name=marks[4], for_relation="مادر"
        ),
        text=f"چالهٔ {marks[0]} جلوی خانه. تلفن ندارم.",
        address=f"کوچهٔ {marks[2]} پلاک ۱۲",
        photos_raw=[make.photo(40 + number, colour="teal") for number in range(photos)],
    )
    drain()
    make.command(code, "accept", town.clerk)
    make.command(code, "note", town.clerk, note=f"خانم {marks[1]} گفت {marks[3]}")
    drain()
    if is_ended:
        end(code, town)
    return Marked(code, phone, marks)


def end(code: str, town: Town) -> None:
    """The work is done, and the case is closed."""
    make.command(code, "finish", town.clerk, note="چاله پر شد.", form="آسفالت ریخته شد")
    drain()
    make.command(code, "close", town.supervisor, kind="silence", note="پاسخی نرسید")
    drain()


def decide(town: Town, **months: int) -> None:
    """The administrator decides retention times by kind, from the first possible day on."""
    today: date = city.day_of(town.city_id, clock.now())
    first = today + timedelta(days=NOTICE_DAYS)
    for kind, count in months.items():
        set_retention(town.city_id, kind, months=count, since=first, today=today, by=town.admin)


def decide_all(town: Town, months: int = 1) -> None:
    """The same time for every kind."""
    decide(town, **{kind.value: months for kind in RetentionKind})


def night(town_clock: TownClock, *, days: int = 1) -> RetentionRun:
    """Some days later: the nightly work and its erasure, to the end; gives the report."""
    town_clock.forward(days=days)
    tidy(clock.now(), before=clock.now())
    drain()
    return RetentionRun.objects.latest("day")
