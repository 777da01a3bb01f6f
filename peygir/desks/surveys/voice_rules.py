"""The survey's question as a voice menu of the PBX: its keys, the calling hours, and the dialplan.

Based on Asterisk's documentation of Read, Playback, GosubIf and UserEvent. The ids of the question and of the call and
the case's topic come as variables of the Originate; the answer returns as an event with these ids.
"""

import re
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from peygir.cases.questions import SurveyAnswer
from peygir.desks.surveys.rules import SurveySettings

CONTEXT: Final = "peygir-survey"
EVENT: Final = "PeygirSurvey"
QUESTION: Final = "137-survey"  # the sound files, recorded in the PBX
THANKS: Final = "137-survey-thanks"
TOPIC: Final = "137-topic-"  # with a topic's code: the recording played before the question
SAY: Final = "peygir-say"  # the PBX's own context that reads text aloud
LINES: Final = 3
"""The most survey calls at a time: the trunk is for citizens who call us."""
LATE: Final = timedelta(days=1)
"""A citizen whom the PBX has not called for so long after the due time is called by people."""
FAULTS: Final = 3
"""After so many failures of the PBX one counts as a try, so that nobody is called for ever."""
_ANSWERS: Final = {"1": SurveyAnswer.SATISFIED, "2": SurveyAnswer.UNSATISFIED, "3": SurveyAnswer.NOT_DONE}
_TRIES: Final = 2
_UNSAID: Final = re.compile(r"[^\w\u200c\u064b-\u0652\u0670 ،-]+")
_UNNAMED: Final = re.compile(r"[^A-Za-z0-9_-]+")
_NO_FAULTS: Final = frozenset({"no answer", "busy", "no such number", "cancelled", "no key", "ended meanwhile"})


def answer_of(key: str) -> str:
    """The answer that a key stands for; "" for other keys."""
    return _ANSWERS.get(key, "")


def may_ring(now: datetime, survey_settings: SurveySettings, zone: ZoneInfo) -> bool:
    """Whether a machine may call a citizen now: only in calling hours, however late the call is."""
    return survey_settings.is_voice and survey_settings.opens <= now.astimezone(zone).time() < survey_settings.closes


def is_fault(words: str) -> bool:
    """Whether an unanswered call failed in the PBX: the citizen's phone has probably not rung."""
    return words not in _NO_FAULTS


def topic_variables(code: str, name: str) -> tuple[tuple[str, str], ...]:
    """The topic as variables for the menu: the code for a recorded file, the name to be read aloud.

    Only letters, digits and blanks are kept: commas, quotes and brackets would be parsed by Originate or the dialplan.
    """
    words = " ".join(_UNSAID.sub(" ", name.replace(",", "،")).split())[:100]
    return ("PEYGIR_TOPIC", _UNNAMED.sub("", code)[:40]), ("PEYGIR_TOPIC_WORDS", words)


def dialplan() -> str:
    """The context of extensions.conf into which the PBX puts a citizen who has picked up."""
    is_ours = " | ".join(f'"${{PEYGIR_KEY}}" = "{key}"' for key in _ANSWERS)
    event_command = f"UserEvent({EVENT},Ask: ${{PEYGIR_ASK}},Call: ${{PEYGIR_CALL}},Key: ${{PEYGIR_KEY}})"
    return "\n".join(
        [
            f"[{CONTEXT}]",
            "exten => s,1,NoOp(Peygir survey ${PEYGIR_ASK})",
            " same => n,Answer()",
            " same => n,Wait(1)",
            " same => n,Set(PEYGIR_TRIES=0)",
            ' same => n,GotoIf($["${PEYGIR_TOPIC}" = ""]?again)',
            f" same => n,Playback({TOPIC}${{PEYGIR_TOPIC}})",
            ' same => n,GotoIf($["${PLAYBACKSTATUS}" = "SUCCESS"]?again)',
            f" same => n,GosubIf($[${{DIALPLAN_EXISTS({SAY},s,1)}} = 1]?{SAY},s,1(${{PEYGIR_TOPIC_WORDS}}))",
            f" same => n(again),Read(PEYGIR_KEY,{QUESTION},1,,1,8)",
            f" same => n,GotoIf($[{is_ours}]?told)",
            " same => n,Set(PEYGIR_KEY=)",
            " same => n,Set(PEYGIR_TRIES=$[${PEYGIR_TRIES} + 1])",
            f" same => n,GotoIf($[${{PEYGIR_TRIES}} < {_TRIES}]?again)",
            f" same => n(told),{event_command}",
            " same => n,Set(PEYGIR_TOLD=1)",
            f" same => n,Playback({THANKS})",
            " same => n,Hangup()",
            f'exten => h,1,ExecIf($["${{PEYGIR_TOLD}}" = ""]?{event_command})',
            "",
        ]
    )
