"""Who may open the pages of the work in the street: rows of the table in `tests.permissions`."""

from typing import Final

_STAFF: Final = "s.........."
_PLANNERS: Final = "sx..xxxxxxx"  # who plans the work orders of a unit
_CREWS: Final = "sxxxxxxxxxx"  # field crews alone, whose role is not built in
_FIELD: Final = "sxxx.xxxxxx"  # crews, and inspectors
_HEADS: Final = "sxxxx.x.xxx"
_LEADS: Final = "sxx.xxxxxxx"  # who leads a unit
_COSTS: Final = "sx....x...x"  # who plans, inspects or watches over the work of units
_MONEY: Final = "sx..x.x...x"
_ANYBODY: Final = "..........."
STREET: Final[dict[str, str]] = {
    "work_orders": _STAFF,
    "work_order": _STAFF,
    "work_order_new": _PLANNERS,
    "work_order_act": _PLANNERS,
    "crews": _PLANNERS,
    "crew": _PLANNERS,
    "crew_member": _PLANNERS,
    "board": _PLANNERS,
    "board_move": _PLANNERS,
    "board_print": _PLANNERS,
    "board_urgent": _PLANNERS,
    "maintenance": _PLANNERS,
    "maintenance_rule": _PLANNERS,
    "crew_phones": _PLANNERS,
    "crew_phone_withdraw": _PLANNERS,
    "crew_home": _CREWS,
    "crew_today": _CREWS,
    "crew_photo": _CREWS,
    "crew_key": _FIELD,
    "crew_call": _CREWS,
    "crew_phone": _ANYBODY,
    "admin_checklists": _HEADS,
    "admin_checklist": _HEADS,
    "order_costs": _COSTS,
    "order_cost_line": _COSTS,
    "order_penalty": _COSTS,
    "order_claims": _COSTS,
    "order_claim": _COSTS,
    "order_link": _PLANNERS,
    "year_costs": _MONEY,
    "city_claims": _MONEY,
    "contracts": _MONEY,
    "contract": _MONEY,
    "contract_new": _LEADS,
    "contract_price": _LEADS,
    "contract_statement": _LEADS,
    "statement": _MONEY,
    "statement_file": _MONEY,
    "admin_prices": _HEADS,
    "admin_currency": _HEADS,
    "contractor_work": _ANYBODY,
    "contractor_case": _ANYBODY,
    "contractor_deed": _ANYBODY,
}
STREET_VALUES: Final[dict[str, str | int]] = {
    "work_order": "W-1405-000001",
    "crew_id": 1,
    "phone_id": 1,
    "maintenance_id": 1,
    "topic_code": "CIV-01",
    "contract_id": 1,
    "statement_id": 1,
    "cost_line_id": 1,
    "penalty_id": 1,
    "claim_id": 1,
}
"""Values for the arguments of these pages' addresses."""
