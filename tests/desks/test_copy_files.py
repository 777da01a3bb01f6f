"""The documents of a citizen's copy: of five thousand reports, bounded in memory and files."""

import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdfium2

from peygir.journey.retention.copy_files import write_documents
from peygir.journey.retention.copy_words import CopyWords

MADE = datetime(2026, 5, 3, 6, tzinfo=UTC)
REPORT = {
    "code": "1234567890",
    "case": "1234567890",
    "state": "closed",
    "received_at": "2026-05-01T06:00:00Z",
    "by": "web",
    "topic": "چاله در آسفالت",
    "text": "چالهٔ جلوی خانهٔ ما هر روز بزرگ‌تر می‌شود و لاستیک خودرو را می‌برد. لطفاً رسیدگی کنید.",
    "address": "کوچهٔ بهار، پلاک ۱۲",
    "spoken_for": {"name": "مادر", "relation": "مادر"},
    "files": ["photos/1234567890-1.jpg"],
    "verdicts": [{"at": "2026-05-02T06:00:00Z", "by": "sms", "is_fixed": False, "reason": "هنوز هست"}],
}


def copy_of(reports: int) -> CopyWords:
    others = "names messages calls sessions surveys follows signed_in honours panel petitions"
    nothing: dict[str, object] = {name: [] for name in others.split()}
    data = {**nothing, "made_at": "2026-05-03T06:00:00Z", "phone": "+989171234567", "reports": [REPORT] * reports}
    return CopyWords(data, "fa", ZoneInfo("Asia/Tehran"))


def test_a_small_copy_is_one_document(tmp_path: Path) -> None:
    assert write_documents(copy_of(2), tmp_path, now=MADE) == ["data.pdf"]
    with pypdfium2.PdfDocument(tmp_path / "data.pdf") as pdf:
        text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    assert text.count("آسفالت") == 2
    assert "۱۲۳۴۵۶۷۸۹۰" in text


def test_a_large_copy_is_cut_and_its_memory_bounded(tmp_path: Path) -> None:
    tracemalloc.start()
    try:
        names = write_documents(copy_of(24), tmp_path, now=MADE, most=6)
        peak_of_many = tracemalloc.get_traced_memory()[1]
        tracemalloc.reset_peak()
        write_documents(copy_of(6), tmp_path, now=MADE, most=6)
        peak_of_one = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert names == [f"data-{number}.pdf" for number in range(1, 5)]
    assert peak_of_many < 2 * peak_of_one, "four documents need no more than one at a time"
