"""The manual of a role as PDF: its guides one after another, each with the picture of its screen."""

from datetime import date
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext as _

from peygir.core.pdf_pictures import PicturedDocument
from peygir.core.persian import fa_digits
from peygir.people.role_catalogue import role_facts
from peygir.web.help.catalogue import guides_for, picture_path
from peygir.web.help.markdown import Block, with_quotes
from peygir.web.kit.current_city import current_city, start_of, today
from peygir.web.kit.templatetags.ui import in_language, language, named

_HIGHEST: Final = 95.0  # mm, of a picture
_FRAME: Final = 4.0  # mm, above and below a picture


def manual_document(role: str) -> bytes:
    """Return the manual in the reader's language, as it was first asked for today."""
    title = _("Manual: %(role)s") % {"role": in_language(role_facts(role).label)}
    return _composed(role, f"{title} · {named(current_city())}", language(), today())


@lru_cache(maxsize=8)
def _composed(role: str, title: str, reader_language: str, day: date) -> bytes:
    """Compose the manual; kept for `day`, since a role with 50 guides takes seconds."""
    document = PicturedDocument(title, language=reader_language, made_at=start_of(day))
    for guide in guides_for(role):
        text = guide.text(reader_language)
        picture = picture_path(guide, reader_language)
        document.section(text.title, room=0.0 if picture is None else _HIGHEST + _FRAME)
        if picture is not None:
            document.picture(picture.read_bytes(), text.title, highest=_HIGHEST)
        for block in text.blocks:
            _write(document, block)
    return document.content()


def _write(document: PicturedDocument, block: Block) -> None:
    sentences = [with_quotes(part, language()) for part in block.lines]
    if block.kind == "heading":
        document.heading(sentences[0])
    elif block.kind == "steps":
        for number, sentence in enumerate(sentences, start=1):
            document.paragraph(f"{fa_digits(str(number)) if language() == 'fa' else number}. {sentence}")
    else:
        sign = "• " if block.kind == "bullets" else ""
        for sentence in sentences:
            document.paragraph(f"{sign}{sentence}")
