"""The figures of a signal about evidence, as words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from peygir.desks.fieldwork.evidence_words import SignalKind
from peygir.web.kit.templatetags.ui import digits, language


def figure_words(kind: SignalKind, figures: Mapping[str, object]) -> str:
    """Return the numbers from which a signal was computed, in the reader's digits; "" if they were erased."""
    if not figures:
        return ""
    shown = {name: _number(value) for name, value in figures.items()}
    if kind in (SignalKind.SAME_FILE, SignalKind.BEFORE_IS_AFTER):
        return (
            _("%(bits)s of 64 bits differ (a copy: up to 10); the largest difference is %(difference)s of 255.") % shown
        )
    if kind == SignalKind.FAR:
        return _("%(metres)s m from the place; usual: up to %(most)s m.") % shown
    if kind == SignalKind.OLD:
        return _("Taken %(minutes)s minutes before the case was opened.") % shown
    if kind == SignalKind.MANY:
        return _("%(results)s results within %(minutes)s minutes.") % shown
    if kind == SignalKind.ELSEWHERE:
        return _("%(metres)s m apart within %(minutes)s minutes.") % shown
    if kind == SignalKind.SCREEN:
        return _("A wave stands out by %(decibels)s dB (from 24 on it is noticed).") % shown
    return ""


def _number(value: object) -> str:
    text = digits(value)
    return text.replace(".", "٫") if isinstance(value, float) and language() == "fa" else text
