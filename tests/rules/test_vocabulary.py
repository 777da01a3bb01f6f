"""A member of a vocabulary is written like its value: in JSON, in texts, in keys over `repr`."""

import json
import pickle

import pytest

from peygir.cases.questions import QuestionKind, SurveyAnswer
from peygir.cases.states import CaseState, CloseKind, ReplanReason, ReturnReason, WaitReason
from peygir.city.urgencies import ClockKind, Urgency
from peygir.core.translation import Text
from peygir.core.vocabulary import Vocabulary, plain
from peygir.people import channels
from peygir.people.channels import Channel
from peygir.people.roles import Role

EACH = (
    CaseState,
    CloseKind,
    WaitReason,
    ReturnReason,
    ReplanReason,
    Role,
    Channel,
    Urgency,
    ClockKind,
    QuestionKind,
    SurveyAnswer,
)


@pytest.mark.parametrize("vocabulary", EACH, ids=lambda vocabulary: vocabulary.__name__)
def test_a_member_is_written_like_its_value(vocabulary: type[Vocabulary]) -> None:
    for member in vocabulary:
        text = str(member.value)
        assert member == text
        assert hash(member) == hash(text)
        assert [f"{member}", "%s" % member, repr(member)] == [text, text, repr(text)]  # noqa: UP031
        assert json.dumps({member: [member]}) == json.dumps({text: [text]})
        assert pickle.loads(pickle.dumps(member)) is member
        assert vocabulary.of(text) is member


def test_labels_are_found_by_plain_strings() -> None:
    assert CaseState.labels()["done"] == CaseState.DONE.label
    assert isinstance(CaseState.DONE.label, Text)
    assert "no state" not in CaseState.labels()
    with pytest.raises(KeyError):
        CaseState.of("no state")


def test_a_constraint_gets_plain_strings() -> None:
    assert {type(value) for value in CaseState.values()} == {str}
    assert plain([CaseState.NEW, CaseState.DONE]) == ["done", "new"]


def test_a_member_has_more_than_a_label() -> None:
    assert (CaseState.DONE.icon, CaseState.DONE.tone) == ("circle-check", "tone-good")
    assert CloseKind.DELIVERED.sources == {CaseState.SCHEDULED, CaseState.DONE}


@pytest.mark.parametrize(
    ("use", "known"),
    [
        (channels.REPORT_CHANNELS, "web phone sms app mail visit patrol api import"),
        (channels.CONTACT_CHANNELS, "phone sms app mail visit chat"),
        (channels.INBOUND_CHANNELS, "sms app mail"),
        (channels.MESSAGE_CHANNELS, "sms mail chat"),
        (channels.FOLLOW_CHANNELS, "sms mail"),
        (channels.REPLY_CHANNELS, "mail chat"),
        (channels.MESSENGERS, "chat"),
    ],
)
def test_a_channel_stands_where_it_is_used(use: tuple[Channel, ...], known: str) -> None:
    assert [channel for channel in use if channel in known.split()] == known.split()


def test_what_comes_by_a_channel_is_answered_and_reported() -> None:
    assert Channel.APP.outgoing == Channel.CHAT
    assert all(channel.outgoing in channels.MESSAGE_CHANNELS for channel in channels.INBOUND_CHANNELS)
    assert all(channel.incoming in channels.REPORT_CHANNELS for channel in channels.CONTACT_CHANNELS)


def test_the_first_letters_of_message_channels_differ() -> None:
    """They tell in a link by which channel it went out."""
    assert len({channel[0] for channel in channels.MESSAGE_CHANNELS}) == len(channels.MESSAGE_CHANNELS)
