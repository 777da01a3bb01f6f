"""The English patterns for what is beside an answer and for work not done well, in the order of the Persian ones."""

from typing import Final

from peygir.desks.intake.verdicts.kinds import Rule, rule
from peygir.desks.intake.verdicts.word_groups import FIXED, WELL

ENGLISH_ASIDE: Final[tuple[Rule, ...]] = (
    rule(
        "good",
        "nothing (?:is )?(?:wrong|to complain)(?: about| any ?more| now)?",
        "(?:can ?t|cannot|cant) complain|never better|couldnt be better|nothing to add",
    ),
    rule(
        "other",
        "wrong (?:number|person)",
        r"(?:did not|didnt|never|havent|didn t) (?:report|file|submit|complain|send)\S*",
        "not my (?:report|case|number)",
        "not me",
    ),
    rule(
        "other_one",
        "the other (?:one|report)",
        "not this (?:one)?",
    ),
    rule(
        "other",
        r"(?:i|we) (?:fixed|repaired|cleaned|did) it (?:my|our)sel\S+",
    ),
    rule(
        "unknown",
        "(?:i |we )?(?:do not|dont|don t|didnt|havent|haven t|have not|cant|cannot|not|can t) "
        "(?:really )?(?:know|sure|certain|checked|seen|been there|tell|say|looked|check|see it|had "
        "time)(?: yet)?",
        "no idea",
        "not sure",
        "will (?:check|let you know|look|see)",
        "let me (?:check|see|look)",
        "im away",
        "out of town",
    ),
    rule(
        "counterfactual",
        f"if it (?:was|were|had been) {FIXED}",
    ),
    rule(
        "condition",
        "(?<= )if",
        "unless",
        "when it",
        "once it",
        "as soon as",
    ),
    rule(
        "wish",
        "i hope",
        "hope so",
        "hopefully",
        "i wish",
        "hope it",
    ),
    rule(
        "courtesy",
        "no (?:thanks|thank you)",
        r"thanks?(?: you| u)?(?: (?:so|very) much| a lot)?(?: for (?:\S+ ){0,2}\S+)?",
        "thx",
        "ty",
        "many thanks",
        "god bless(?: you)?",
        "good (?:morning|evening|day|afternoon|night|job)(?= )",
        "well done",
        "best regards?",
        "kind regards?",
        "regards",
        "sincerely",
        "cheers",
        "bless you",
    ),
    rule(
        "ironic",
        "yeah right",
        "very funny",
        "what a joke",
        "sure sure",
        "as if",
        "kidding",
    ),
    rule(
        "bad_work",
        r"(?:not|isnt|aint|no|never) (?:very |so |really |that |all )?"
        r"(?:ok|اوکی|fine|good|great|nice|perfect|satisfactory)",
    ),
    rule(
        "bad_work",
        r"you call (?:this|that) \S+",
    ),
    rule(
        "partial",
        r"one of (?:the|them|two)\S*(?: \S+){0,3}",
        r"(?:just|only) (?:one|half|part|some)\S*",
        f"(?:not|isnt|wasnt|hasnt been|nt) (?:been )?(?:{FIXED} )?(?:completely|fully|entirely|"
        f"totally|all|100|quite)(?: {FIXED})?",
        "half ?(?:done|fixed|way|finished|of it|baked|cleaned)?",
        rf"partial\S*(?: {FIXED})?",
        "some of it",
        "unfinished",
        "incomplete",
        "(?:a )?(?:little|bit|somewhat|slightly) (?:bit )?better",
        "better(?= .*not)",
        "sort of",
        "kind of",
        "kinda",
        "more or less",
        "(?:not|nt) finished(?= .*(?:started|left))",
    ),
    rule(
        "bad_work",
        r"left (?:\S+ ){0,4}?(?:mess|dirt|rubble|debris|trash|garbage|soil|behind|unfinished|hole|"
        "sand|open)(?: behind)?",
        "(?:bad|poor|terrible|awful|lousy|sloppy|shoddy|horrible|careless|crappy|mess|messy|ugly|"
        f"uneven|crooked)(?:ly)?(?: (?:job|work|quality|{FIXED}))?",
        f"(?:not|nt|isnt|wasnt) (?:been )?(?:{FIXED} )?{WELL}(?: {FIXED})?(?: enough)?",
        "(?:made|making) it worse",
        "worse than before",
        r"left a \S+",
        "low quality",
        r"quality (?:is|was) (?:\S+ )?(?:bad|poor|low|terrible)",
        "could be better",
        r"temporar\S+",
    ),
    rule(
        "unhappy",
        "not (?:very |really |at all )?(?:satisfied|happy|pleased|impressed)",
        "(?:un|dis)(?:happy|satisfied)",
        "dissatisfied",
        "disappointed",
    ),
    rule(
        "relapse",
        "(?:broke|broken|failed|leaking|back|same|out) again",
        "came back",
    ),
)
