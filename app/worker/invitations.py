"""Asks a member without an account to register; once there is one, the account is told instead, and
who was removed is asked no more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.models import Proposal, ProposalMember
from app.services.proposals.inviting import invitation_to
from app.worker.context import Context
from app.worker.mail import envelope, post


def send_invitation(context: Context, payload: dict[str, Any], now: datetime) -> None:
    """In both languages: nobody knows yet which one its reader would choose.

    Raises RetryableError, FinalError: see `app.worker.mail.post`.
    """
    if context.settings.mail_server is None:
        return
    with context.database.session(writing=False) as session:
        member = session.get(ProposalMember, int(payload["member_id"]))
        if member is None or member.asked_by != payload["asked_by"]:
            return
        proposal = session.get_one(Proposal, member.proposal_id)
        link = f"{context.settings.base_url}/account/register"
        said = invitation_to(proposal, member, link)
        subject = f"{said.subject.zh} / {said.subject.en}"
        mail = envelope(context, member.email, subject, member.asked_by, now, may_be_ended=False)
        mail.set_content(f"{said.body.zh}\n\n{said.body.en}")
    post(context, mail)
