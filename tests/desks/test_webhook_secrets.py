"""A webhook's secrets: renewed with the one before valid for a day, ended at once, and never too many at a time."""

from datetime import timedelta

import pytest

from peygir.desks.partners import actions
from peygir.desks.partners.models import Delivery, OldSecret, Webhook
from peygir.desks.partners.queries import webhooks
from peygir.desks.partners.rules import MOST_SECRETS, OVERLAP
from peygir.history.queries import timeline
from peygir.journey.clock import tell_partners
from peygir.people.actions import NotYourWork
from tests import make
from tests.desks.test_webhooks import hook, key, receiver
from tests.fake_receiver import Receiver
from tests.town import PHONES, Town, TownClock

__all__ = ["receiver"]

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")


def test_a_webhook_is_changed_and_its_secret_renewed(town: Town, receiver: Receiver) -> None:
    key_id = key()
    made = hook(receiver, "case_referred", key_id=key_id)
    receiver.secret = actions.renew_secret(made, by=town.admin)
    actions.change_webhook(made, key_id=key_id, url=receiver.url, kinds=["promises_given"], by=town.admin)
    actions.change_webhook(made, key_id=key_id, url=receiver.url, kinds=["promises_given"], by=town.admin)
    make.referred()
    tell_partners()
    assert [(one.body["type"], one.is_signed) for one in receiver.got] == [("promises_given", True)]
    events = timeline("city", town.city_id)
    assert [one.kind for one in events][-3:] == ["webhook_made", "webhook_secret_renewed", "webhook_changed"]
    assert receiver.secret not in " ".join(one.body for one in events)


def test_a_partner_changes_secrets_and_loses_no_message(town: Town, receiver: Receiver, town_clock: TownClock) -> None:
    made = hook(receiver, "case_referred")
    first, phones = receiver.secret, iter(PHONES)

    def heard(*secrets: str) -> list[bool]:
        """Whether a receiver that knows one of these secrets alone can read a message of now."""
        before, signed = len(receiver.got), []
        make.referred(phone=next(phones), text=f"چاله {before}")
        for receiver.secret in secrets:
            receiver.statuses = [500]
            Webhook.objects.update(not_before=None)
            Delivery.objects.filter(state="pending").update(next_try_at=town_clock())
            tell_partners()
            signed.append(receiver.got[-1].is_signed)
        Delivery.objects.update(state="delivered", next_try_at=None)
        assert len(receiver.got) == before + len(secrets)
        return signed

    second = actions.renew_secret(made, by=town.admin)
    lost = actions.renew_secret(made, by=town.admin)  # the second one was never written down: pressed once more
    assert heard(first, second, lost) == [True, True, True]
    assert webhooks()[0].old_until == town_clock() + OVERLAP
    town_clock.forward(hours=24)
    assert webhooks()[0].old_until is None
    assert heard(first, second, lost) == [False, False, True]
    with make.refused(actions.NoOldSecret):
        actions.end_old_secrets(made, by=town.admin)


def test_an_earlier_secret_is_ended_at_once(town: Town, receiver: Receiver) -> None:
    made = hook(receiver, "case_referred")
    first = receiver.secret
    actions.renew_secret(made, by=town.admin)
    with make.refused(NotYourWork):
        actions.end_old_secrets(made, by=town.supervisor)
    actions.end_old_secrets(made, by=town.admin)
    make.referred()
    tell_partners()
    assert [one.is_signed for one in receiver.got] == [False], first
    assert timeline("city", town.city_id)[-1].kind == "webhook_old_secret_ended"


def test_not_more_than_a_few_secrets_sign_at_a_time(town: Town, receiver: Receiver, town_clock: TownClock) -> None:
    made = hook(receiver, "case_referred")
    for _ in range(MOST_SECRETS - 1):
        actions.renew_secret(made, by=town.admin)
    with make.refused(actions.TooManySecrets):
        actions.renew_secret(made, by=town.admin)
    town_clock.forward(hours=24)
    actions.renew_secret(made, by=town.admin)
    assert OldSecret.objects.count() == 1
    actions.forget_deliveries(before=town_clock() + timedelta(days=2))
    assert OldSecret.objects.count() == 0
