"""The page of a subscription: its news, and everything else that the same phone or email address follows."""

from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from peygir.cases import queries as cases
from peygir.cases.public import PublicLine
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.phones import mask_phone
from peygir.desks.answers import queries as answers
from peygir.desks.answers.facts import FollowingFacts
from peygir.people.channels import Channel
from peygir.web.kit.current_city import start_of, today
from peygir.web.kit.templatetags.ui import language

SHOWN_DAYS: Final = 14


def following_context(subscription: FollowingFacts) -> dict[str, Any]:
    """Return the context of `public/following.html`; shows nothing of a case that has become confidential."""
    lately: list[PublicLine] = []
    if subscription.area_code and subscription.proven_at and not subscription.ended_at:
        place = city.place_by_label(subscription.city_id, subscription.area_code, on=today())
        if place is not None and place.neighbourhood_id is not None:
            since = start_of(today() - timedelta(days=SHOWN_DAYS))
            lately = cases.lately_in(subscription.city_id, place.neighbourhood_id, since=since, now=clock.now())
    others = answers.followings_of(subscription.address) if subscription.proven_at else []
    return {
        "found": subscription,
        "name": _name(subscription),
        "lately": lately,
        "days": SHOWN_DAYS,
        "address": mask_phone(subscription.address) if subscription.channel == Channel.SMS else subscription.address,
        "others": [
            {"path": urlsplit(answers.following_link(one.pk)).path, "name": _name(one)}
            for one in others
            if one.pk != subscription.pk
        ],
    }


def _name(subscription: FollowingFacts) -> str:
    """Return the name in the viewer's language, which may differ from the messages'; "" if it is confidential."""
    if subscription.case is not None and subscription.case.is_confidential:
        return ""
    return answers.followed_name(subscription, language())
