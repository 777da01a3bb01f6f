"""Documents and recordings that come with an email or in a messenger: they are in the case like those of the form."""

import pytest

from peygir.cases.models import Report
from peygir.desks.answers.models import Message
from peygir.desks.intake.models import Photo, ReportFile
from peygir.media.kinds import MOST_BYTES, MediaKind
from tests import make
from tests.desks.test_chats import bale, listened
from tests.desks.test_inbound_email import box, heard, imap
from tests.fake_bale import Bale
from tests.mailbox import letter

__all__ = ["bale", "box", "imap"]
pytestmark = pytest.mark.usefixtures("town_clock")
PDF, SOUND = b"%PDF-1.7\n%%EOF", b"OggS\x00\x02" + b"\x00" * 500


def kinds() -> list[str]:
    return list(ReportFile.objects.order_by("position").values_list("stored__kind", flat=True))


def test_a_letter_with_a_document_a_recording_and_a_photo(box: int) -> None:
    message = letter("چاله در خیابان زند، نبش کوچه ۵", subject="چاله")
    message.add_attachment(PDF, maintype="application", subtype="octet-stream", filename="Letter.PDF")
    message.add_attachment(make.photo(), maintype="image", subtype="jpeg", filename="a.jpg")
    message.add_attachment(SOUND, maintype="audio", subtype="ogg", filename="voice.ogg")
    message.add_attachment(b"BEGIN:VCARD", maintype="text", subtype="vcard", filename="me.vcf")
    heard(box, message)
    report = Report.objects.get(channel="mail")
    assert kinds() == ["pdf", "sound"]
    assert ReportFile.objects.filter(report=report, stored__examined_at=None).count() == 0
    assert Photo.objects.get(report=report).state == "ready"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"MZ\x90 a program", "از این نوع"), (PDF + bytes(MOST_BYTES[MediaKind.PDF]), "بیش از اندازه بزرگ")],
)
def test_a_hostile_file_is_refused_with_a_sentence_and_the_words_stay(box: int, content: bytes, sentence: str) -> None:
    message = letter("چاله در خیابان زند، نبش کوچه ۵", subject="چاله")
    message.add_attachment(content, maintype="application", subtype="pdf", filename="plan.pdf")
    heard(box, message)
    assert not Report.objects.exists()
    refused = Message.objects.get(channel="mail")
    assert (refused.kind, sentence in refused.body) == ("talk_refused", True), refused.body
    heard(box, letter("روبه‌روی نانوایی", subject="Re: چاله"))
    assert "چاله در خیابان زند" in Report.objects.get(channel="mail").text
    assert kinds() == []


def test_a_voice_message_and_a_document_in_a_messenger(bale: Bale) -> None:
    bale.files |= {"v": SOUND, "d": PDF}
    bale.hears("سطل زباله شکسته است، خیابان زند نبش کوچه ۵")
    bale.hears(voice={"file_id": "v", "duration": 3})
    bale.hears(document={"file_id": "d", "mime_type": "application/pdf"})
    bale.hears(document={"file_id": "x", "mime_type": "application/zip"})
    listened()
    bale.pressed("send")
    listened()
    assert Report.objects.get().channel == "app"
    assert kinds() == ["sound", "pdf"]
