"""The actions on inquiries: asked, answered, found due; cases followed; the morning's brief switched on and off."""

from peygir.desks.inquiries.actions.answering import (
    AnswerGivenAlready,
    AnswerNotYours,
    NoSuchInquiry,
    NothingIsAnswered,
    answer_inquiry,
    judge_due_inquiries,
)
from peygir.desks.inquiries.actions.asking import (
    InquiryNotYours,
    InquiryWantsADate,
    InquiryWantsText,
    QuestionIsOpen,
    inquire,
    refuse_to_inquire,
)
from peygir.desks.inquiries.actions.briefs import (
    BRIEF_HOURS,
    BriefHourIsUnknown,
    BriefNotYours,
    NoMailAddress,
    switch_brief,
    turn_brief,
)
from peygir.desks.inquiries.actions.following import follow_case, leave_case

__all__ = [
    "BRIEF_HOURS",
    "AnswerGivenAlready",
    "AnswerNotYours",
    "BriefHourIsUnknown",
    "BriefNotYours",
    "InquiryNotYours",
    "InquiryWantsADate",
    "InquiryWantsText",
    "NoMailAddress",
    "NoSuchInquiry",
    "NothingIsAnswered",
    "QuestionIsOpen",
    "answer_inquiry",
    "follow_case",
    "inquire",
    "judge_due_inquiries",
    "leave_case",
    "refuse_to_inquire",
    "switch_brief",
    "turn_brief",
]
