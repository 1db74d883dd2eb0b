"""A small call that pays afterwards (后补助): two units apply together, and each is paid directly
what the audited cost of the accepted project carries."""

from __future__ import annotations

from app.demo.stage import Stage
from app.demo.subsidy import applying, earning


def play(stage: Stage) -> None:
    call = applying.publish(stage)
    proposal = applying.apply(stage, call)
    applying.award(stage, call, proposal)
    project = applying.sign(stage, proposal)
    earning.be_accepted(stage, project)
    earning.be_paid(stage, project)
