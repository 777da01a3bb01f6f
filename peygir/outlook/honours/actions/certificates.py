"""Issues and withdraws certificates, each with a code that opens its public page."""

from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.certificate_codes import new_code
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.history.kinds.honours import CertificatesIssued, CertificateWithdrawn
from peygir.outlook.honours.actions.deciding import is_fit
from peygir.outlook.honours.actions.editions import open_edition, record_in
from peygir.outlook.honours.actions.inviting import EditionIsNotSealed
from peygir.outlook.honours.models import HonourCandidate, HonourCertificate, Pupil
from peygir.outlook.honours.states import CertificateKind, EditionState, HonourDecision, HonourReply
from peygir.people.permissions import Permission
from peygir.people.rules import Actor


class NoSuchCertificate(Missing):
    """There is no certificate with this code."""

    message = _("There is no certificate with this code.")


@transaction.atomic
def issue_certificates(edition_id: int, *, by: Actor) -> int:
    """Issue the certificates of all who accepted, and of all honoured pupils, that are missing; returns how many.

    Raises NotYourWork, NoSuchEdition, EditionIsNotSealed.
    """
    edition = open_edition(edition_id, Permission.PREPARE_HONOURS, by)
    if edition.state != EditionState.SEALED:
        raise EditionIsNotSealed()
    today = city.day_of(edition.city_id, clock.now())
    accepted = HonourCandidate.objects.filter(
        edition=edition, decision=HonourDecision.HONOURED, reply=HonourReply.ACCEPTED, certificate=None
    )
    pupils = Pupil.objects.filter(edition=edition, decision=HonourDecision.HONOURED, certificate=None, erased_at=None)
    issued = [
        HonourCertificate.objects.create(
            code=new_code(),
            edition=edition,
            kind=CertificateKind.CITIZEN,
            category=row.category,
            candidate=row,
            issued_on=today,
        )
        for row in accepted.order_by("place")
        if is_fit(row)
    ]
    issued += [
        HonourCertificate.objects.create(code=new_code(), edition=edition, kind=row.honour, pupil=row, issued_on=today)
        for row in pupils.order_by("pk")
    ]
    if issued:
        record_in(edition, CertificatesIssued(certificates=[row.pk for row in issued]), by=by)
    return len(issued)


@transaction.atomic
def withdraw_certificate(code: str, *, by: Actor) -> None:
    """Withdraw a certificate: its page says so from now on. Raises NotYourWork, NoSuchCertificate."""
    known = HonourCertificate.objects.filter(code=code, withdrawn_at=None).first()
    if known is None:
        raise NoSuchCertificate()
    edition = open_edition(known.edition_id, Permission.DECIDE_HONOURS, by)
    known.withdrawn_at = clock.now()
    known.save(update_fields=["withdrawn_at"])
    record_in(edition, CertificateWithdrawn(certificate=known.pk), by=by)
