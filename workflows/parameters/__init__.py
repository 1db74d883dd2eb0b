"""The rule set of a call: every number an office may set, with its default and its source.

Marks: S = published source, K = professional knowledge, D = our default where no official number
was found (domain.md, head). None of these numbers may stand in code as a constant.
"""

from __future__ import annotations

from workflows.parameters.accepting import ACCEPTING
from workflows.parameters.applying import APPLYING
from workflows.parameters.awarding import AWARDING
from workflows.parameters.deciding import DECIDING
from workflows.parameters.eligibility import ELIGIBILITY
from workflows.parameters.fault import FAULT
from workflows.parameters.integrity import INTEGRITY
from workflows.parameters.milestones import MILESTONES
from workflows.parameters.model import Parameter
from workflows.parameters.money import MONEY
from workflows.parameters.open_call import OPEN_CALL, USUAL_OF_OPEN_CALL
from workflows.parameters.panels import PANELS
from workflows.parameters.racing import RACING
from workflows.parameters.reviewing import REVIEWING
from workflows.parameters.scoring import SCORING
from workflows.parameters.telling import TELLING

__all__ = ["DEFAULTS", "PARAMETERS", "Parameter", "defaults_of", "parameters_of"]

PARAMETERS: tuple[Parameter, ...] = (
    *APPLYING,
    *REVIEWING,
    *PANELS,
    *SCORING,
    *DECIDING,
    *ELIGIBILITY,
    *AWARDING,
    *INTEGRITY,
    *ACCEPTING,
    *OPEN_CALL,
    *FAULT,
    *MILESTONES,
    *RACING,
    *MONEY,
    *TELLING,
)

DEFAULTS: dict[str, int] = {p.key: p.default for p in PARAMETERS}


def parameters_of(mechanism: str) -> tuple[Parameter, ...]:
    """The numbers an office sets for a call of this mechanism."""
    return tuple(p for p in PARAMETERS if not p.concerns or mechanism in p.concerns)


def defaults_of(mechanism: str) -> dict[str, int]:
    """What a new call of this mechanism starts from."""
    usual = USUAL_OF_OPEN_CALL if mechanism == "open_call" else {}
    return {p.key: p.default for p in parameters_of(mechanism)} | usual
