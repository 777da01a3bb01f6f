"""The documents of honours: certificates, and the sheet for a lesson in class."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.core.certificate_sheet import CertificateText, certificate_sheet
from peygir.core.pdf import PdfDocument
from peygir.outlook.honours.facts import CertificateFacts
from peygir.outlook.honours.states import CertificateKind
from peygir.web.kit.current_city import current_city
from peygir.web.kit.templatetags.ui import day, digits, in_language, language, named

LESSON: Final = (
    (
        gettext_lazy("What is 137?"),
        (
            gettext_lazy("Whoever sees a problem in the city tells 137: by phone, in the browser or by a message."),
            gettext_lazy("Each report gets a tracking code. With it everybody can see what happens, step by step."),
            gettext_lazy("137 is not for emergencies: for fire call 125, for an ambulance 115, for the police 110."),
        ),
    ),
    (
        gettext_lazy("A good report has three parts"),
        (
            gettext_lazy("What: one problem, in plain words. No names of people."),
            gettext_lazy("Where: the street, and something that everybody finds, such as a shop or a bus stop."),
            gettext_lazy("Since when, and whether it is dangerous."),
        ),
    ),
    (
        gettext_lazy("The reporting walk"),
        (
            gettext_lazy("Go with a grown-up, by daylight, on pavements. Touch nothing that is broken."),
            gettext_lazy("Look for three things that could be better, and for one that works well."),
            gettext_lazy("Take no photos of people, cars' plates or windows of homes."),
            gettext_lazy("Report with the grown-up what is still unknown: first look at the map."),
        ),
    ),
    (
        gettext_lazy("To talk about in class"),
        (
            gettext_lazy("Why does a good report help more than many reports?"),
            gettext_lazy("What happens if somebody reports what is not true? Who waits longer because of it?"),
            gettext_lazy("When is a problem solved: when somebody says so, or when you have seen it?"),
        ),
    ),
)


def certificate_document(certificate: CertificateFacts, *, made_at: datetime) -> bytes:
    """Return the PDF of a certificate in the reader's language, with the holder's name, whose eyes alone it is for."""
    kind, city = certificate.kind, current_city()
    title, category = in_language(certificate.title), certificate.category
    honour = in_language(category) if category is not None else in_language(CertificateKind.of(kind).label)
    if kind == CertificateKind.CITIZEN:
        opening = _("Dear citizen")
        praise = _(
            "Your reports made the city better. For your careful, patient and useful following-up in %(year)s, by "
            "which problems of the neighbourhood were solved, this certificate is given to you with thanks and respect."
        )
    else:
        opening = _("Dear pupil of %(school)s") % {"school": in_language(certificate.school)}
        praise = _(
            "With open eyes and a kind heart you helped to make the city a better place in %(year)s. This certificate "
            "is given to you with thanks and with hope for the city that you will build."
        )
    text = CertificateText(
        office=_("Municipality of %(city)s · 137 citizen-contact centre") % {"city": named(city)},
        heading=_("Certificate of honour"),
        opening=opening,
        name=certificate.private_name,
        words=praise % {"year": digits(str(certificate.year))},
        honour=f"{title} · {honour}",
        signed=_("Mayor of %(city)s") % {"city": named(city)},
        day=day(certificate.issued_on),
        link=certificate_link(certificate.code),
        code=certificate.code,
        below=_("See by this code that it is genuine"),
    )
    return certificate_sheet(text, language=language(), made_at=made_at)


def certificate_link(code: str) -> str:
    """Return the address behind the QR code."""
    return f"{settings.PUBLIC_URL}{reverse('honour_certificate', args=[code])}"


def lesson_document(*, made_at: datetime) -> bytes:
    """Return the PDF of the sheet for a lesson."""
    document = PdfDocument(_("The city and I: a lesson about 137"), language=language(), made_at=made_at)
    for title, lines in LESSON:
        document.section(str(title))
        for number, line in enumerate(lines, start=1):
            document.paragraph(f"{digits(number)}. {line}")
    document.section(_("My reporting walk"))
    for label in (_("Street"), _("What I saw"), _("What works well"), _("With whom I went")):
        document.paragraph(f"{label}: ……………………………………………………………………………………")
    return document.content()
