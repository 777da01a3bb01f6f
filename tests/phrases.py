"""Reading material for the small town: a few phrases for a few of its topics, as a city would bring them."""

from functools import lru_cache
from pathlib import Path

from peygir.desks.understanding.learning.material import SHIPPED, load_material
from peygir.desks.understanding.learning.reader import CityReader
from peygir.desks.understanding.learning.training import train
from tests.town import CODE

PHRASES = {
    "CIV-01": (
        "چاله افتاده وسط کوچه",
        "یه چاله بزرگ تو خیابونه ماشین میفته توش",
        "آسفالت سوراخ شده لاستیک ترکید",
        "چاله جلوی خونه رو پر کنین",
        "خیابون پر چاله چوله س",
        "چاله عمیق کنار جدول",
        "این چاله رو کی پر می‌کنین",
        "موتوری افتاد تو چاله",
        "big pothole in the street",
        "there is a pothole near my house",
    ),
    "CLN-01": (
        "سطل زباله پره بو میده",
        "سطل آشغال سر کوچه شکسته",
        "زباله دور سطل ریخته",
        "سطل رو خالی نکردن",
        "سه روزه سطل آشغال پره",
        "گربه ها سطل زباله رو ریختن",
        "سطل بذارین سر کوچه ما",
        "سطل زباله سوخته",
        "the litter bin is full",
        "bin has not been emptied",
    ),
    "EXT-03": (
        "بوی گاز میاد تو کوچه",
        "لوله گاز نشتی داره",
        "از علمک گاز صدا میاد",
        "بوی گاز همه جا رو گرفته",
        "گاز نشت میکنه خطرناکه",
        "علمک گاز شکسته",
        "بوی شدید گاز تو راه پله",
        "کنتور گاز بو میده",
        "gas leak in the alley",
        "strong smell of gas",
    ),
}
HELDOUT = (("یه چاله وسط کوچه مونه", "CIV-01"), ("سطل آشغال پر شده", "CLN-01"), ("بوی گاز میاد", "EXT-03"))


def bring_material(home: Path, *, code: str = CODE) -> Path:
    """Write the town's reading material into a home; returns its folder."""
    folder = home / "cities" / code / "reading"
    (folder / "phrases").mkdir(parents=True)
    for topic, phrases in PHRASES.items():
        lines = "".join(f"{phrase}\t{topic}\n" for phrase in phrases)
        (folder / "phrases" / f"{topic}.tsv").write_text(lines, encoding="utf-8")
    (folder / "heldout.tsv").write_text("".join(f"{text}\t{code}\n" for text, code in HELDOUT), encoding="utf-8")
    (folder / "kinds.csv").write_text("topic,kind\nCND-01,complaint\n", encoding="utf-8")
    return folder


@lru_cache(maxsize=1)
def shiraz_reader() -> CityReader:
    """The reader that Shiraz's phrases make; training takes seconds, so the tests share one."""
    material = load_material(SHIPPED / "shiraz" / "reading")
    return CityReader("shiraz", train(material.phrases), material.kinds)
