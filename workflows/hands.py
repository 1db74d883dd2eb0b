"""Whose hand makes a move: the sets of roles that the definitions name again and again."""

from __future__ import annotations

from workflows.roles import Role

PI = frozenset({Role.APPLICANT})
UNIT = frozenset({Role.UNIT_ADMIN})
TEAM = PI | UNIT
PARTNER = frozenset({Role.PARTNER_ADMIN})
PARTNER_FINANCE = frozenset({Role.PARTNER_FINANCE})
RECOMMENDER = frozenset({Role.RECOMMENDER})
CHECKER = frozenset({Role.FORMAL_CHECKER})
OFFICER = frozenset({Role.PROGRAMME_OFFICER})
MANAGER = frozenset({Role.EXPERT_MANAGER})
EXPERT = frozenset({Role.EXPERT})
NODE_EXPERT = frozenset({Role.NODE_EXPERT})
DEMANDER = frozenset({Role.DEMANDER})
FINANCE = frozenset({Role.FINANCE})
UNIT_FINANCE = frozenset({Role.UNIT_FINANCE})
PLANNING = frozenset({Role.PLANNING_OFFICER})
CHAIR = frozenset({Role.PANEL_CHAIR})
RESPONDENT = frozenset({Role.RESPONDENT})
SUPERVISOR = frozenset({Role.SUPERVISOR})
DECIDES = frozenset({Role.DECISION_MAKER})
HOUSE = OFFICER | PLANNING | MANAGER | DECIDES | SUPERVISOR | FINANCE | frozenset({Role.DISCIPLINE})
"""Who works in the office and follows what runs, from the inside."""

CLOCK = frozenset({Role.SYSTEM_CLOCK})
NOBODY = CLOCK
"""Supplies what nobody can any more: no page names a system as somebody to ask."""
WORKER = frozenset({Role.SYSTEM_WORKER})
