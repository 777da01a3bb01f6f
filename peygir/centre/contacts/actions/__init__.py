"""Everything that changes a contact, and what the centre keeps beside its contacts."""

from peygir.centre.contacts.actions.callbacks import NoSuchCallBack, drop_call_back, plan_call_back, settle_call_back
from peygir.centre.contacts.actions.calls import (
    answer_call,
    end_call,
    hang_up_phone,
    hear_menu,
    join_queue,
    keep_recording,
    leave_queue,
    not_answered,
    ring_call,
    ring_phone,
    transfer_call,
)
from peygir.centre.contacts.actions.consulting import (
    AskingEnds,
    ColleagueHasNotAnswered,
    EndIsUnderWay,
    NobodyIsAsked,
    end_asking,
    refuse_end,
    take_ends,
)
from peygir.centre.contacts.actions.dialling import (
    CannotDial,
    Order,
    ask_for_call,
    call_person_back,
    give_up_orders,
    settle_order,
    take_orders,
)
from peygir.centre.contacts.actions.file import ContactIsTold, NoSuchContact
from peygir.centre.contacts.actions.goals import GoalIsWrong, keep_goal, tell_rain
from peygir.centre.contacts.actions.knowledge import (
    ArticleHasChanged,
    NoSuchArticle,
    NoSuchGap,
    fill_gap,
    keep_article,
    note_gap,
    say_whether_it_helped,
)
from peygir.centre.contacts.actions.line import hear_line
from peygir.centre.contacts.actions.marks import NoSuchMark, decide_mark, look_at_caller
from peygir.centre.contacts.actions.menus import MenuIsWrong, NewKey, NewMenu, keep_menu
from peygir.centre.contacts.actions.missing import (
    LostAnswer,
    LostCall,
    LostStay,
    MenuPress,
    answered_meanwhile,
    close_lost_call,
    complete_call,
    doubt_call,
    mend_answer,
    review_call,
)
from peygir.centre.contacts.actions.passing import (
    CallIsNotPassable,
    CallIsTheirs,
    ColleagueHasNoPhone,
    Pass,
    fail_pass,
    give_up_passes,
    pass_call,
    take_passes,
)
from peygir.centre.contacts.actions.quality import (
    AnswerIsEmpty,
    NoScoreForm,
    NoSuchScore,
    NothingToDraw,
    SampleIsWrong,
    ScoreFormIsWrong,
    ScoreIsAnswered,
    ScoreIsWrong,
    answer_score,
    draw_sample,
    keep_score_form,
    score_contact,
)
from peygir.centre.contacts.actions.reaching import first_leg_failed, not_reached, number_is_unknown
from peygir.centre.contacts.actions.roster import (
    NoSuchShift,
    NothingToCopy,
    PersonIsAway,
    RosterHasChanged,
    RosterIsWrong,
    ShiftIsWrong,
    copy_week,
    end_shift,
    keep_roster,
    keep_shift,
)
from peygir.centre.contacts.actions.seats import SeatIsTaken, leave_seat, note_presence, sit_at
from peygir.centre.contacts.actions.telling import (
    SheetIsEntered,
    add_report,
    clear_doubt,
    drop_draft,
    hand_over,
    keep_draft,
    record_contact,
    tell_outcome,
)
from peygir.centre.contacts.actions.terms import TermsAreWrong, keep_call_terms
from peygir.centre.contacts.article_rules import ArticleIsWrong, NewArticle

__all__ = [
    "AnswerIsEmpty", "ArticleHasChanged", "ArticleIsWrong", "AskingEnds", "CallIsNotPassable", "CallIsTheirs",
    "CannotDial", "ColleagueHasNoPhone", "ColleagueHasNotAnswered", "ContactIsTold", "EndIsUnderWay", "GoalIsWrong",
    "LostAnswer", "LostCall", "LostStay", "MenuIsWrong", "MenuPress", "NewArticle", "NewKey", "NewMenu", "NoScoreForm",
    "NoSuchArticle", "NoSuchCallBack", "NoSuchContact", "NoSuchGap", "NoSuchMark", "NoSuchScore", "NoSuchShift",
    "NobodyIsAsked", "NothingToCopy", "NothingToDraw", "Order", "Pass", "PersonIsAway", "RosterHasChanged",
    "RosterIsWrong", "SampleIsWrong", "ScoreFormIsWrong", "ScoreIsAnswered", "ScoreIsWrong", "SeatIsTaken",
    "SheetIsEntered", "ShiftIsWrong", "TermsAreWrong", "add_report", "answer_call", "answer_score",
    "answered_meanwhile", "ask_for_call", "call_person_back", "clear_doubt", "close_lost_call", "complete_call",
    "copy_week", "decide_mark", "doubt_call", "draw_sample", "drop_call_back", "drop_draft", "end_asking", "end_call",
    "end_shift", "fail_pass", "fill_gap", "first_leg_failed", "give_up_orders", "give_up_passes", "hand_over",
    "hang_up_phone", "hear_line", "hear_menu", "join_queue", "keep_article", "keep_call_terms", "keep_draft",
    "keep_goal", "keep_menu", "keep_recording", "keep_roster", "keep_score_form", "keep_shift", "leave_queue",
    "leave_seat", "look_at_caller", "mend_answer", "not_answered", "not_reached", "note_gap", "note_presence",
    "number_is_unknown", "pass_call", "plan_call_back", "record_contact", "refuse_end", "review_call", "ring_call",
    "ring_phone", "say_whether_it_helped", "score_contact", "settle_call_back", "settle_order", "sit_at", "take_ends",
    "take_orders", "take_passes", "tell_outcome", "tell_rain", "transfer_call",
]  # fmt: skip
