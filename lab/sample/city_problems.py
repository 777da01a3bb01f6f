"""What the sample's problems and programmes say; the figures are invented, as everything in the sample."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from peygir.outlook.planning.rules import CostTerms, OptionTerms

_BILLION: Final = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleProblem:
    """A problem: who plans for which unit, the topics of its cases, its texts, and the programme that answers to it.

    The days of an option are counted from 1 January 2000, and moved by `options_from`.
    """

    username: str
    unit: str
    topics: tuple[str, ...]
    title: str
    text: str
    tried: str = ""
    programme: str = ""
    programme_text: str = ""
    proposal: str = ""
    letter: str = ""
    options: tuple[OptionTerms, ...] = ()

    def options_from(self, today: date) -> tuple[OptionTerms, ...]:
        """Return the options with their days after `today`."""
        moved = today - _DAY_ONE
        return tuple(replace(one, begins_on=one.begins_on + moved, ends_on=one.ends_on + moved) for one in self.options)


_DAY_ONE: Final = date(2000, 1, 1)


def _cost(title: str, low: float, likely: float, high: float, kind: str = "once") -> CostTerms:
    """A cost line; the amounts in thousand millions of rials."""
    return CostTerms(title, round(low * _BILLION), round(likely * _BILLION), round(high * _BILLION), kind)


def _option(title: str, days: tuple[int, int], effect: tuple[float, float, float], years: float) -> OptionTerms:
    return OptionTerms(
        title=title,
        begins_on=_DAY_ONE + timedelta(days=days[0]),
        ends_on=_DAY_ONE + timedelta(days=days[1]),
        effect_low=effect[0],
        effect=effect[1],
        effect_high=effect[2],
        years=years,
        evidence_class="D",
        costs=(),
    )


POTHOLES: Final = SampleProblem(
    username="manager-d01",
    unit="D-01",
    topics=("ASP-01", "ASP-02", "ASP-07", "SUR-08"),
    title="چاله‌های تکراری خیابان‌های منطقهٔ ۱",
    text="پس از هر بارندگی، لکه‌گیری‌های پیشین باز می‌شود و شهروندان همان چاله‌ها را دوباره گزارش می‌کنند. بیشتر گزارش‌ها از "
    "چند خیابان پررفت‌وآمد است که آسفالتشان فرسوده شده است.",
    tried="در دو سال گذشته چاله‌ها یکی‌یکی لکه‌گیری شد؛ بسیاری از لکه‌ها تا زمستان بعد دوام نیاورد.",
    programme="روکش آسفالت خیابان‌های پرچالهٔ منطقهٔ ۱",
    programme_text="به‌جای لکه‌گیریِ هرسالهٔ همان نقاط، خیابان‌هایی که بیشترین چاله را دارند یک بار تراش و روکش می‌شوند.",
    proposal="به شهرداری اجازه داده شود خیابان‌های پرچالهٔ منطقهٔ ۱ را، به شرح برآورد پیوست، در سال جاری تراش و روکش کند "
    "و هزینهٔ آن را از محل ردیف مربوط در بودجهٔ عمرانی بپردازد.",
    letter="۱/۱۴۰۵/۲۳۱۷",
    options=(
        replace(
            _option("تراش و روکش کامل سه خیابان", (30, 95), (0.35, 0.55, 0.7), 6),
            text="تراش آسفالت فرسوده، ترمیم زیرسازی در نقاط نشست‌کرده و روکش پنج سانتی‌متری.",
            evidence_class="C",
            evidence="مقایسهٔ گزارش‌های دو خیابان پیش و پس از روکش (نمونه)",
            costs=(
                _cost("تراش و روکش آسفالت، ۶٬۰۰۰ متر مربع", 9, 11.4, 15),
                _cost("ترمیم زیرسازی نقاط نشست‌کرده", 1.2, 2, 3.5),
                _cost("نظارت و آزمایشگاه", 0.3, 0.4, 0.5),
                _cost("نگهداری", 0.1, 0.15, 0.25, "yearly"),
            ),
        ),
        replace(
            _option("لکه‌گیری دوره‌ای با آسفالت سرد", (10, 40), (0.05, 0.2, 0.3), 1),
            text="یک گروه ثابت، هر دو ماه همهٔ نقاط را بازبینی و لکه‌گیری می‌کند.",
            costs=(
                _cost("آسفالت سرد", 1.1, 1.6, 2.2, "yearly"),
                _cost("گروه و ماشین", 1.4, 1.8, 2.4, "yearly"),
            ),
        ),
    ),
)
PAVEMENTS: Final = SampleProblem(
    username="manager-d01",
    unit="D-01",
    topics=("ASP-05", "ASP-06", "ASP-08", "SUR-04"),
    title="پیاده‌روهای ناهموار منطقهٔ ۱",
    text="سنگ‌فرش و جدول پیاده‌روها در چند گذر جابه‌جا شده و برای سالمندان و افراد دارای معلولیت خطرناک است.",
    tried="سنگ‌های شکسته موردی عوض شد، ولی زیرسازی دست نخورد.",
    programme="بازسازی پیاده‌روهای منطقهٔ ۱",
    programme_text="زیرسازی و سنگ‌فرش تازه با شیب مناسب و مسیر ویژهٔ نابینایان.",
    proposal="به شهرداری اجازه داده شود بازسازی پیاده‌روهای منطقهٔ ۱ را به شرح پیوست آغاز کند.",
    letter="۱/۱۴۰۵/۲۳۱۸",
    options=(
        replace(
            _option("بازسازی کامل چهار گذر", (40, 160), (0.3, 0.5, 0.7), 10),
            costs=(_cost("سنگ‌فرش و زیرسازی", 22, 28, 37), _cost("جدول و آبرو", 5, 6.5, 9)),
        ),
    ),
)
GUTTERS: Final = SampleProblem(
    username="manager-d10",
    unit="D-10",
    topics=("SUR-03", "SUR-01", "SUR-04", "SUR-05", "SUR-07", "CLN-01", "CLN-02", "CLN-03", "CLN-05"),
    title="گرفتگی جوی‌ها و آبروهای منطقهٔ ۱۰",
    text="پیش از فصل باران، جوی‌های چند محله پر از رسوب و زباله است و با نخستین باران آب به پیاده‌رو می‌زند.",
    tried="لایروبی پس از هر گزارش انجام می‌شود؛ برنامهٔ منظمی پیش از باران نیست.",
)
TREES: Final = SampleProblem(
    username="manager-green",
    unit="O-green",
    topics=tuple(f"GRN-{number:02d}" for number in range(1, 15)),
    title="درختان خشک و شاخه‌های خطرناک در معابر",
    text="هر سال با وزش باد، شاخهٔ درختان خشک در معابر می‌شکند و شهروندان همان درختان را گزارش می‌کنند.",
    programme="بازبینی و هرس سالانهٔ درختان معابر",
    programme_text="همهٔ درختان معابر اصلی پیش از زمستان بازبینی و درختان خشک جایگزین می‌شوند.",
    proposal="به شهرداری اجازه داده شود بازبینی و هرس سالانهٔ درختان معابر اصلی را به شرح پیوست اجرا کند.",
    letter="۳/۱۴۰۵/۱۱۸",
    options=(
        replace(
            _option("گروه ویژهٔ هرس و جایگزینی", (45, 120), (0.2, 0.4, 0.55), 3),
            costs=(_cost("گروه هرس و بالابر", 2.2, 2.8, 3.6, "yearly"), _cost("نهال جایگزین", 0.6, 0.9, 1.3)),
        ),
        replace(
            _option("واگذاری به پیمانکار", (60, 130), (0.2, 0.4, 0.5), 3),
            costs=(_cost("پیمان هرس و جایگزینی", 4.5, 5.2, 7, "yearly"),),
        ),
    ),
)
