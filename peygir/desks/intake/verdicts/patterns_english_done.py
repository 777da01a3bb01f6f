"""The English patterns for what is done, not done or still so, and for single words of answers."""

from typing import Final

from peygir.desks.intake.verdicts.kinds import Rule, rule
from peygir.desks.intake.verdicts.word_groups import FIXED, TROUBLE

ENGLISH_DONE: Final[tuple[Rule, ...]] = (
    rule(
        "soso",
        "not (?:too |so )?bad",
        "so ?so",
    ),
    rule(
        "good",
        r"no (?:longer|more|further|any) \S+(?: \S+)?",
        rf"no {TROUBLE}\S*(?: (?:now|any ?more|at all|so far))?",
        "(?:problem|smell|leak|issue|hole|trash) (?:is |has |are )?(?:gone|solved|over)",
        "its gone",
        "all gone",
    ),
    rule(
        "lie",
        "they lied",
        "lie",
        "lies",
        "lying",
        "fake",
        "false",
    ),
    rule(
        "not_done",
        r"(?:took|taken) (?:\S+ )?(?:pictures?|photos?)(?: and left)?",
        "(?:it |they |that |you )?(?:is|has|was|did|have|does|do|are|were)(?:nt| not)@END@",
        "its not@END@",
        "(?:it|they) (?:is|was|has|are) not@END@",
        "ignored",
        "zero",
        "done? nothing",
        "did nothing",
        "(?:not|never|isnt|hasnt|wasnt|havent|hasn|isn|wasn|havn|didnt|dont|doesnt|arent|werent|nt|"
        "didn|doesn|don|yet to be|to be|needs to be) (?:t )?(?:been |be |even |yet |actually |"
        f"really |get |got |at all )*(?:{FIXED}|fix|repair|clean|work|come|came|do anything|do it|"
        r"collect|show\S*|start\S*|change\S*|solve|resolve)",
        "un(?:fixed|resolved|solved)",
        "not yet",
        "not at all",
        "no one",
        "nobody",
        "noone",
        "none came",
        r"nothing(?: (?:has been |has |was |is |got )?\S+)?",
        r"no (?:change|progress|action|repair|work|difference|improvement|sign|one)\S*",
        "never (?:came|come|happened|showed)",
        "no(?= (?:it|its) (?:is|isnt|not|still|has))",
    ),
    rule(
        "persists",
        "still",
        "same",
        "as (?:it was|before|bad)",
        "unchanged",
        "waiting",
        "remains?",
        "worse",
        "persists?",
        "not working",
        "doesnt work",
    ),
    rule(
        "pending",
        "(?:will|going to|gonna|supposed to|promised|are|is|theyre|they re|being|about to|should) "
        "(?:be |to )?(?:come|fix|fixing|coming|working on|do|repair|repairing|doing|work on|being|"
        "tomorrow|in progress|start)",
        "in progress",
        "working on",
        "tomorrow",
        "under (?:way|repair|construction)",
        "started",
        "ongoing",
    ),
    rule(
        "done",
        "they did(?! not| nothing|nt)",
        r"(?:they )?(?:have )?(?:picked|took|cleared|swept|hauled) (?:\S+ ){0,3}?(?:up|away|garbage|"
        "trash|it)",
        "(?:light|lamp|power|water)s? (?:is|are|came|back) (?:back )?on",
        "(?:its |it is |it was |has been |have been |was |were |is |are |been |got |gets |all |now "
        f"|they |already |just |finally |everything |light |lamp )*{FIXED}(?: now| up| already| it|"
        " today| yesterday| well| perfectly| nicely)*",
        "(?:they |guys |team |someone |he )?(?:came and |have |has )?(?:fixed|repaired|cleaned|"
        "removed|collected|solved) it",
        "is ok",
        "its ok",
        "ok now",
        "works? (?:now|fine|again|well|perfectly)",
        "all (?:good|set|clear|ok|fine)",
        "good (?:now|as new)",
        "sorted",
    ),
    rule(
        "good",
        "satisfied",
        "happy",
        r"perfect\S*",
        "excellent",
        "great",
        "good",
        "fine",
        r"nice\S*",
        "awesome",
        "amazing",
        "pleased",
        "ok",
        "brilliant",
        "fantastic",
        "wonderful",
        "better now",
    ),
    rule(
        "elsewhere",
        r"(?:please )?also (?:\S+ )*",
    ),
    rule(
        "ask_fix",
        r"please (?:fix|come|repair|send|do)\S*",
        "fix it",
    ),
    rule(
        "late",
        r"took (?:too |so )?long\S*",
        "late",
        "slow",
    ),
    rule(
        "yes_word",
        "yes",
        "yep",
        "yeah",
        "yup",
        "yea",
        "ya",
        "sure",
        "right",
        "correct",
        "confirmed",
        "indeed",
        "absolutely",
    ),
    rule(
        "no_word",
        "no",
        "nope",
        "nah",
        "never",
        "negative",
    ),
    rule(
        "problem",
        "broken",
        r"leak\S*",
        "dirty",
        "dark",
        "off",
        "bumpy",
        "noisy",
        r"smell\S*",
    ),
    rule(
        "emoji_up",
        "emojiup",
    ),
    rule(
        "emoji_down",
        "emojidown",
    ),
    rule(
        "emoji_heart",
        "emojiheart",
    ),
    rule(
        "emoji_odd",
        "emojiodd",
    ),
    rule(
        "emoji_pray",
        "emojipray",
    ),
)
