"""GET services and GET service: the topics that may be reported, and the further questions of each."""

from collections.abc import Collection
from datetime import date
from typing import Any, Final

from django.http import HttpResponse

from peygir.api.open311.endpoint import Call
from peygir.api.open311.forms import answer
from peygir.assets.queries import asset_types, types_of_topic
from peygir.cases.public import is_of_the_street
from peygir.city import queries as city
from peygir.city.facts import TopicFacts
from peygir.city.local_knowledge_facts import AttributeFacts
from peygir.core import clock
from peygir.core.refusals import Invalid, Missing
from peygir.core.translation import gettext_lazy as _

ASSET: Final = "asset"
_TAG: Final = _("Tag of the asset")
_WHERE: Final = _("The number on its label, such as 0001239.")


class ServiceIsMissing(Invalid):
    """A request without its service code."""

    message = _("A service_code was not provided.")


class NoSuchService(Missing):
    """No service has this code."""

    message = _("The service_code “{code}” was not found.")


def list_services(call: Call) -> HttpResponse:
    """Return every service, by code."""
    offered = [topic for topic in city.topics(call.city_facts.id) if is_of_the_street(topic)]
    asset_topics = {topic_id for kind in asset_types(call.city_facts.id) for topic_id in kind.topic_ids}
    return answer("services", [_line(call, topic, asset_topics) for topic in offered], call.form)


def one_service(call: Call, code: str) -> HttpResponse:
    """Return the further questions of a service; an empty list if there are none."""
    topic = service_of(call, code)
    questions = [*questions_of(call, topic), *asset_question(call, topic)]
    asked = [_attribute(call, number, one) for number, one in enumerate(questions, start=1)]
    return answer("service_definition", {"service_code": topic.code, "attributes": asked}, call.form)


def service_of(call: Call, code: str) -> TopicFacts:
    """Return the topic of a service code. Raises ServiceIsMissing, NoSuchService (also for non-public topics)."""
    if not code:
        raise ServiceIsMissing()
    topic = city.topic_by_code(call.city_facts.id, code)
    if topic is None or not is_of_the_street(topic):
        raise NoSuchService(code=code[:80])
    return topic


def questions_of(call: Call, topic: TopicFacts) -> tuple[AttributeFacts, ...]:
    """Return the further questions in force today."""
    return city.attributes_of(call.city_facts.id, topic.id, on=city.day_of(call.city_facts.id, clock.now()))


def asset_question(call: Call, topic: TopicFacts) -> list[AttributeFacts]:
    """Return the question for the tag of the asset, where assets belong to the topic; its answer names the asset."""
    if not types_of_topic(call.city_facts.id, topic.id):
        return []
    return [
        AttributeFacts(
            id=0,
            valid_from=date.min,
            valid_to=None,
            topic_id=topic.id,
            order=0,
            code=ASSET,
            datatype="string",
            is_asked=True,
            is_required=False,
            description_fa=_TAG.in_language("fa"),
            description_en=_TAG.in_language("en"),
            hint_fa=_WHERE.in_language("fa"),
            hint_en=_WHERE.in_language("en"),
            values=(),
        )
    ]


def notice_of(call: Call, topic: TopicFacts) -> str:
    """Return the urgent notice for reporters of this topic, or ""."""
    if not topic.emergency_phone:
        return ""
    phone = topic.emergency_phone
    return call.words(_("In an emergency call {phone} now.", phone=phone))


def _line(call: Call, topic: TopicFacts, asset_topics: Collection[int]) -> dict[str, Any]:
    name, group = call.words(city.names_of(topic)), call.words(city.group_names(topic))
    keywords = dict.fromkeys(
        word for word in (topic.name_fa, topic.name_en, topic.group_fa, topic.group_en) if word not in ("", name)
    )
    return {
        "service_code": topic.code,
        "service_name": name,
        "description": notice_of(call, topic) or f"{group}: {name}",
        "metadata": bool(questions_of(call, topic)) or topic.id in asset_topics,
        "type": "realtime",
        "keywords": ", ".join(word.replace(",", " ") for word in keywords),
        "group": group,
    }


def _attribute(call: Call, order: int, attribute: AttributeFacts) -> dict[str, Any]:
    return {
        "variable": attribute.is_asked,
        "code": attribute.code,
        "datatype": attribute.datatype,
        "required": attribute.is_required,
        "datatype_description": call.words(attribute.hint_fa, attribute.hint_en),
        "order": order,
        "description": call.words(attribute.description_fa, attribute.description_en),
        "values": [{"key": key, "name": call.words(fa, en)} for key, fa, en in attribute.values],
    }
