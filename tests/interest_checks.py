"""Which actions of people decide about a unit or a contractor, and which do not, each with the reason."""

from typing import Final

FUNCTION_BY_FUNCTION: Final = (
    "desks/fieldwork",
    "desks/inspection",
    "desks/objections",
    "desks/promises",
    "outlook/panel",
    "outlook/planning",
    "outlook/scoring",
)
"""Packages whose every action with an actor is in one of the two tables below."""

WHOLE: Final = {
    "desks/answers": "messages to citizens and what they say back",
    "desks/dropbox": "confidential reports, which the inspectorate reads without knowing a unit",
    "desks/earlier": "records of an earlier system, brought in unchanged",
    "desks/inquiries": "questions of a deputy or the mayor, which the unit itself answers",
    "desks/intake": "reports as they arrive",
    "desks/letters": "the register of letters",
    "desks/partners": "agencies and machines, which no declaration names",
    "desks/routing": "work goes to the unit that owns it by the table of owners; moving it rewards nobody",
    "desks/surveys": "answers of citizens",
    "desks/understanding": "topic and place of a case",
    "outlook/honours": "citizens, pupils and schools, which no declaration names",
    "outlook/insight": "questions, boards and alarms about topics and areas",
    "centre/contacts": "calls and how they ended",
    "centre/knowledge": "articles",
    "centre/quality": "conversations of operators, which no declaration names",
    "centre/sessions": "sessions and their queues; an order from one is carried out by the unit",
    "centre/workforce": "the roster of the centre",
}
"""Packages that decide about no unit and no contractor, and why."""

CHECKED: Final = {
    "desks/fieldwork": """
        keep_contractor make_contract change_contract set_price draw_statement decide_penalty make_claim pay_claim
        end_claim add_cost withdraw_cost check_cost plan_order set_plan send_order settle_order give_result
        explain_signal accept_routes place_on_board refuse_interest_in_order refuse_interest_in_party
    """,
    "desks/inspection": "record_inspection refuse_to_inspect decide_objection",
    "desks/objections": "answer_objection",
    "desks/promises": "decide_replan",
    "outlook/panel": "open_petition decide_item show_photo",
    "outlook/planning": """
        make_line set_sums amend_line tie_line move_line record_decision add_to_agenda remove_from_agenda
        make_voting change_voting ask_voting_step confirm_voting_step move_plan refuse_other_than
        ask_for_answer give_answer write_candidate change_candidate set_input move_candidate
        make_programme_of_candidate make_goal change_goal register_goal measure_goal write_goal make_problem
        make_problem_of_cases change_problem link_cases unlink_case gather_evidence move_problem make_programme
        change_programme choose_option link_programmes unlink_programmes move_programme make_proposal
        change_proposal send_proposal withdraw_proposal move_session hang_cases hang_cases_of_programme take_off
        import_requests
    """,
    "outlook/scoring": """
        propose_decision confirm_decision judge_flag note_for_jury propose_places settle_places read_answer
        answer_weak_point
    """,
}
"""Actions that refuse who has declared an interest (of those that plan, also what all of them begin with)."""

NOT_CHECKED: Final = {
    "desks/fieldwork": {
        "keep_party": "writes down a name; the claim against it is checked",
        "make_contractor_link withdraw_contractor_link": "access to an order that somebody else gave",
        "object_to_penalty": "keeps what the contractor says; another decision answers it",
        "keep_crew add_member end_member": "crews of the own unit",
        "finish_work record_visit attach_photo show_evidence keep_evidence_covers": "evidence of the own unit",
        "make_order refuse_case take_into change_order add_case remove_case let_go": "an order without a taker",
        "unplan_order lock_order recall_order cancel_order": "takes back before work began",
        "start_order start finish_order resume_order": "results, money and settling are checked",
        "check_step use_material remove_material": "what was used and done in the street",
        "groups_in own_crews refuse_unless move_order write_order_event": "parts of other actions",
        "record_conflict record_conflict_decided record_late_command": "what two phones said of one order",
        "refuse_who_does_not_plan take_back_case": "what two phones said of one order",
        "take_past_orders": "orders of an earlier system",
        "ask_for_masked_call": "a call to a reporter",
        "add_currency set_evidence_rule keep_checklist keep_rule": "the same for everybody",
        "keep_unloading_place end_unloading_place": "the same for everybody",
        "ask_for_routes dismiss_routes": "the day of the own crews",
    },
    "desks/inspection": {
        "declare_conflict end_conflict": "declares",
        "object_to_finding may_object": "the unit speaks for itself",
        "change_plan propose_seed confirm_seed fix_seed_of_public_event": "a lot draws whom it concerns",
        "set_inspection_form": "the same for everybody",
        "refuse_to_patrol": "about no unit",
    },
    "desks/objections": {
        "end_objection": "a part of other actions",
        "carry_on accept_answer object_to_case": "the citizen speaks",
        "set_answer_days": "the same for everybody, by two people",
    },
    "desks/promises": {"ask_replan": "the unit speaks for itself"},
    "outlook/panel": {
        "make_panel close_list draw_lot end_panel draw_sample": "a lot draws whom it concerns",
        "refuse_without_office open_office record_in owe_answer let_go offer_seat": "parts of other actions",
        "answer_owed extend_owed see_owed": "the unit speaks for itself",
        "refuse_petition": "no unit is named yet",
        "see_review": "marks the person's own notices as seen",
        "offer_free_seats remove_member": "members, whom no declaration names",
        "plan_panel_session add_agenda_item hold_session": "day, agenda and minutes; what is decided is checked",
    },
    "outlook/planning": {
        "make_session change_session add_question order_agenda": "day, minutes and order of the council's agenda",
        "import_budget": "the budget as the council's book has it, whole, and compared with its totals",
        "set_policy": "the same for everybody",
        "record_plan leave_line": "parts of other actions",
        "cases_that_show": "reads",
        "ask_for_portfolio": "a calculation over all candidates",
        "drop_voting_step locked_voting": "leaves a vote as it was",
    },
    "outlook/scoring": {
        "appeal withdraw_appeal": "the unit speaks for itself",
        "withdraw_places": "takes back the own proposal",
        "ask_closing ask_check close_month compare_closed compare_restated find_weak_points": "computed for all units",
        "set_gaming_rate propose_scheme decide_scheme withdraw_scheme may_decide_schemes": "the same for everybody",
        "propose_ranking settle_ranking withdraw_ranking": "the same for all units of a kind, before the season begins",
        "propose_publication settle_publication withdraw_publication publish": "all units at once",
        "switch_mark_mail ask_scheme_trial ask_deadline_trial what_if try_deadline": "for the person alone",
    },
}
"""Actions that refuse nobody for an interest, and why."""
