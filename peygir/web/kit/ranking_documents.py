"""The documents of a ranking: the certificate of a unit, and the poster of a season's result."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from peygir.core.certificate_sheet import CertificateText, certificate_sheet
from peygir.core.poster_sheet import PosterBlock, PosterText, poster_sheet
from peygir.outlook.scoring.ranking_facts import RankingCertificateFacts, RankingSeasonFacts
from peygir.web.kit.current_city import current_city
from peygir.web.kit.ranking_parts import CategoryResult
from peygir.web.kit.ranking_words import place_text, season_days, unit_names
from peygir.web.kit.templatetags.ui import day, in_language, language, named


def unit_certificate(certificate: RankingCertificateFacts, *, made_at: datetime) -> bytes:
    """Return the PDF of a unit's certificate in the reader's language."""
    city, terms = current_city(), certificate.terms
    thanks = _(
        "Careful and timely answers to the citizens' requests are what people trust. For your work in %(months)s, by "
        "which “%(category)s” is honoured, this certificate is given to all colleagues of this unit with thanks."
    )
    text = CertificateText(
        office=_("Municipality of %(city)s · 137 citizen-contact centre") % {"city": named(city)},
        heading=_("Certificate of honour"),
        opening=_("Dear colleagues of"),
        name=unit_names([certificate.unit_id])[certificate.unit_id],
        words=thanks % {"months": season_days(terms), "category": in_language(certificate.category.label)},
        honour=" · ".join(
            (in_language(terms.label), in_language(certificate.category.label), place_text(certificate.place))
        ),
        signed=_("Mayor of %(city)s") % {"city": named(city)},
        day=day(certificate.issued_on),
        link=f"{settings.PUBLIC_URL}{reverse('ranking_certificate', args=[certificate.code])}",
        code=certificate.code,
        below=_("See by this code that it is genuine"),
    )
    return certificate_sheet(text, language=language(), made_at=made_at)


def season_poster(season: RankingSeasonFacts, results: Sequence[CategoryResult], *, made_at: datetime) -> bytes:
    """Return the poster of a season's published result in the reader's language."""
    path = reverse("ranking_season", args=[season.id])
    blocks = [
        PosterBlock(
            in_language(result.label),
            [(row.title, row.name) for row in result.places],
            _("Others could be among the first three too: %(names)s.") % {"names": result.others}
            if result.others
            else "",
        )
        for result in results
        if result.places
    ]
    text = PosterText(
        office=_("Municipality of %(city)s · 137 citizen-contact centre") % {"city": named(current_city())},
        heading=in_language(season.terms.label),
        subtitle=season_days(season.terms),
        blocks=blocks,
        link=f"{settings.PUBLIC_URL}{path}",
        shown=f"{settings.PUBLIC_URL}{path}".partition("://")[2],
        below=_("The figures, and the jury's reasons"),
    )
    return poster_sheet(text, language=language(), made_at=made_at)
