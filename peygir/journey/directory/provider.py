"""Signing in at the organisation's sign-in page, and what ends there."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from peygir.core.refusals import Missing, Unavailable
from peygir.core.translation import gettext_lazy as _
from peygir.gateways import oidc
from peygir.gateways.directory_settings import OidcSettings
from peygir.journey.directory.leavers import follow
from peygir.people.actions.directory import DirectoryVisitor, enter_from_directory, link_oneself
from peygir.people.actions.leavers import end_proof, see_people
from peygir.people.actions.staff_sessions import (
    SessionToAsk,
    end_listed_session,
    end_provider_sessions,
    keep_token,
    take_sessions_to_ask,
)
from peygir.people.directory_links import link_to_provider
from peygir.people.provider_sessions import sealed, unsealed
from peygir.people.rules import Actor
from peygir.people.sign_in_rules import DirectorySource

MOST_UNANSWERED: Final = 3
"""Each may take as long as an answer is waited for, and holds up the look at all other sessions."""
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
    if session:
        return end_provider_sessions(provider.issuer, subject=subject, provider_session=session)
    link = link_to_provider(provider.issuer, subject=subject)  # signed out there everywhere, so here too
    return end_proof(link.staff_id, issuer=provider.issuer) if link is not None else 0


def ask_provider(now: datetime) -> int:
    """Ask the provider about each session that it was not asked about lately, and end those of whom it ends.

    Returns how many ended. A provider that is away ends none; after some questions without an answer the rest waits.
    """
    if settings.OIDC is None:
        return 0
    every, ended, unanswered = timedelta(seconds=settings.LEAVERS_SECONDS), 0, 0
    gone: set[int] = set()
    for session in take_sessions_to_ask(now, asked_before=now - every):
        if session.staff_id in gone:
            continue
        try:
            count = _ask_about(settings.OIDC, session)
        except oidc.TokenIsNotUsable as refusal:  # about one session; the others are asked about all the same
            _log.warning("provider_not_asked", extra={"words": refusal.name})
            continue
        except Unavailable as refusal:
            _log.warning("provider_not_asked", extra={"words": refusal.name})
            unanswered += 1
            if unanswered == MOST_UNANSWERED:
                break
            continue
        unanswered = 0
        if count:
            gone.add(session.staff_id)
            ended += count
    return ended


def _ask_about(provider: OidcSettings, session: SessionToAsk) -> int:
    """Ask about one session; returns how many ended, and renews the provider's word for who may still enter.

    Raises TokenIsNotUsable, ProviderIsAway.
    """
    token, link = unsealed(session.token), link_to_provider(provider.issuer, staff_id=session.staff_id)
    if not token:  # sealed with a key that is not in use any more: the session lasts as long as one without a token
        keep_token(session.digest, "")
        return 0
    person = oidc.still_lets_in(provider, token, subject=link.subject if link is not None else "")
    if person is None:
        _log.info("provider_ended_sessions", extra={"number": session.staff_id})
        end_listed_session(session.digest)
        return 1 + end_proof(session.staff_id, issuer=provider.issuer)
    keep_token(session.digest, sealed(person.refresh_token))
    if link is not None:
        see_people([link.id])
        if person.groups is not None and link.follows and set(person.groups) != set(link.groups):
            follow(link.id, person.groups)
    return 0


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
