"""Signing in at the organisation's sign-in page, and what ends there."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings

from peygir.core.refusals import Missing, Unavailable
from peygir.core.translation import gettext_lazy as _
from peygir.gateways import oidc
from peygir.gateways.directory_settings import OidcSettings
from peygir.people.actions.directory import DirectoryVisitor, enter_from_directory, link_oneself
from peygir.people.actions.staff_sessions import (
    end_listed_session,
    end_provider_sessions,
    keep_token,
    take_sessions_to_ask,
)
from peygir.people.provider_sessions import sealed, unsealed
from peygir.people.rules import Actor
from peygir.people.sign_in_rules import DirectorySource

_log = logging.getLogger("peygir.journey.directory.provider")


class NoProvider(Missing):
    """The settings name no sign-in page."""

    message = _("This service has no sign-in page of an organisation.")


def refuse_without_provider() -> None:
    """Raises NoProvider where the settings name none."""
    _provider()


def where_to_sign_in(question: oidc.OidcQuestion, *, back: str) -> str:
    """The provider's address for a sign-in. Raises NoProvider, ProviderIsAway."""
    return oidc.address_to_ask(_provider(), question, back)


def enter_by_provider(
    question: oidc.OidcQuestion, answer: Mapping[str, str], *, back: str
) -> tuple[int, tuple[str, str]]:
    """The id of the account of whoever came back, with the provider's session and its sealed token.

    Raises what `redeem` and `enter_from_directory` do.
    """
    person = oidc.redeem(_provider(), question, answer, back)
    staff_id = enter_from_directory(_visitor(person))
    return staff_id, (person.session, sealed(person.refresh_token))


def link_by_provider(question: oidc.OidcQuestion, answer: Mapping[str, str], *, back: str, by: Actor) -> None:
    """Link one's own account with whoever came back. Raises what `redeem` and `link_oneself` do."""
    link_oneself(_visitor(oidc.redeem(_provider(), question, answer, back)), by=by)


def end_at_provider(logout_token: str) -> int:
    """End the sessions that the provider says have ended; returns how many. Raises what `ended_by` does."""
    provider = _provider()
    subject, session = oidc.ended_by(provider, logout_token)
    return end_provider_sessions(provider.issuer, subject=subject, provider_session=session)


def ask_provider(now: datetime) -> int:
    """Ask the provider about each session that it was not asked about lately, and end those that it ends.

    Returns how many ended. A provider that is away ends none.
    """
    if settings.OIDC is None:
        return 0
    every, ended = timedelta(seconds=settings.LEAVERS_SECONDS), 0
    for digest, token in take_sessions_to_ask(now, asked_before=now - every):
        try:
            is_in, fresh = oidc.still_lets_in(settings.OIDC, unsealed(token))
        except Unavailable as refusal:
            _log.warning("provider_not_asked", extra={"words": refusal.name})
            return ended
        if is_in:
            keep_token(digest, sealed(fresh))
        else:
            end_listed_session(digest)
            ended += 1
    return ended


def _provider() -> OidcSettings:
    if settings.OIDC is None:
        raise NoProvider()
    provider: OidcSettings = settings.OIDC
    return provider


def _visitor(person: oidc.OidcPerson) -> DirectoryVisitor:
    assert settings.OIDC is not None
    return DirectoryVisitor(
        DirectorySource.OIDC,
        settings.OIDC.issuer,
        person.subject,
        person.name,
        person.full_name,
        person.email,
        person.groups,
    )
