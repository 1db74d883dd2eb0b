"""What templates may say: words in the reader's language, money, and moments of Shanghai."""

from __future__ import annotations

from datetime import date, datetime
from math import ceil

from flask import Flask, g
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import may_open
from app.models import (
    AuditSample,
    Call,
    Case,
    FeeList,
    Letter,
    Notice,
    Payment,
    Programme,
    Review,
    ReviewGroup,
    Team,
)
from app.plan.fields import placed
from app.plan.tasks import worded
from app.queries.attention.elsewhere import elsewhere_of
from app.queries.states import states_of
from app.services.awarding.noticing import SUPERVISION
from app.services.calls.call_drafts import BUDGET_MODES
from app.services.calls.programmes import (
    name_of,
    name_of_panel,
    title_of,
    title_of_notice,
    title_of_sample,
)
from app.services.cases import call_of, case_id, proposal_of, state_of, workflow_of
from app.services.contracts.terms import PARTY_LABELS, PAYMENT_BASES
from app.services.days_typed import spans
from app.services.door.awaiting import turn_of, unheld
from app.services.history import HOUSE
from app.services.identity.tokens import without_links
from app.services.metric_values import SIGNS
from app.services.money.checking import rests_on
from app.services.problems import Problems
from app.services.races import retesting
from app.services.review.blinding import title_for_experts
from app.services.telling.messages import wording_of
from app.services.terms import uncertain_year
from app.web.shared.links import url_for_case
from app.web.shared.paging import file_url, here, page_url, sheet_url
from app.web.shared.stretches import place_url
from app.web.shared.wording import language
from workflows.driving import LEAVING
from workflows.engine.calendar import deadline_words, last_day, local_date, moment_words
from workflows.engine.money import amount_text, ten_thousands, yuan_text
from workflows.engine.text import Text
from workflows.money.budget import HEADINGS
from workflows.money.modes import PAYEE_MODES, PAYMENT_MODES, beside_public
from workflows.parts.letter import LETTERS
from workflows.registry import PARTS
from workflows.roles import ROLE_LABELS, Role

_PROPOSAL = Text("申报书", "Proposal")
_THE_HOUSE = Text("系统", "System")
_PART = Text("第 {n} 笔", "Instalment {n}")
_AGAIN = Text("复查后重新拨付", "Paid again after an appeal")
_ENDS = tuple("。.！!？?：:；;")


def init_filters(app: Flask) -> None:
    app.jinja_env.filters.update(
        say=say,
        titled=titled,
        wording=wording_of,
        without_links=without_links,
        money=lambda fen: say(amount_text(fen)),
        yuan=lambda fen: say(yuan_text(fen)),
        ten_thousands=ten_thousands,
        task=lambda task: say(worded(task.text)),
        field=lambda entry: say(placed(entry.catalogue_name, entry.name)),
        heading=heading,
        sentence=sentence,
        budget_heading=budget_heading,
        moment=moment_words,
        day=day,
        channel=channel,
        file_size=file_size,
        until=deadline_words,
        spans=spans,
        role=role_label,
        sign=lambda direction: SIGNS[direction],
        basis=lambda payment: say(rests_on(payment)),
        part_of_award=part_of_award,
    )
    app.jinja_env.globals.update(
        LEAVING=LEAVING,
        beside_public=lambda is_claimed: say(beside_public(is_claimed=is_claimed)),
        case_id=case_id,
        case_url=lambda case: url_for_case(case.kind, case_id(case)),
        days_left=days_left,
        file_url=file_url,
        here=here,
        html_lang=html_lang,
        kind_label=kind_label,
        may_open=may_open,
        is_overdue=lambda due: due is not None and due <= g.now,
        page_url=page_url,
        party_labels=PARTY_LABELS,
        place_url=place_url,
        sheet_url=sheet_url,
        payee_modes=PAYEE_MODES,
        payment_bases=PAYMENT_BASES,
        budget_modes=BUDGET_MODES,
        payment_modes=PAYMENT_MODES,
        say_all=lambda texts: [say(t) for t in texts],
        case_of=case_of,
        case_title=case_title,
        state_of=state_of,
        states_of=states_of,
        elsewhere_of=lambda case, hands: elsewhere_of(g.db, case, hands),
        turn_of=lambda case: turn_of(g.db, case, g.now, g.get("roles", frozenset())),
        unheld=lambda case, hands: unheld(g.db, case, hands, g.now),
        state_text=lambda case, key: workflow_of(case).state(key).label,
        reckoned_anew=reckoned_anew,
        years_reckoned_anew=lambda: sorted(g.get(_RECKONED_ANEW, ())),
        url_for_case=url_for_case,
    )


def say(text: Text | str) -> str:
    """The wording in the reader's language."""
    return text.within(language()) if isinstance(text, Text) else str(text)


def all_said(problems: Problems) -> list[str]:
    """What a service found wrong, each in the reader's language."""
    return [say(words) for words in problems.by_field.values()]


def said_by_field(problems: Problems) -> dict[str, str]:
    """By the name of the field; what is wrong with the whole by the empty name."""
    return {name: sentence(say(words)) for name, words in problems.by_field.items()}


def heading(text: Text) -> str:
    """A phrase of a sentence where it stands alone: as a label, or at the head of a row."""
    words = say(text)
    return words[:1].upper() + words[1:]


def sentence(words: str) -> str:
    """What is wrong with a field, ended as a sentence, whoever found it."""
    return words if words[-1:] in _ENDS else f"{words}{_('。')}"


def channel(words: str) -> str:
    """Where an objection is taken, as `supervision_channel` wrote it, in the reader's language."""
    return words.replace(SUPERVISION, _("监督诚信处")).replace("（", _("（")).replace("）", _("）"))


def file_size(size: int) -> str:
    """`37 kB`, `3.2 MB`, of bytes; as static/js/upload.js writes it."""
    kilo = size / 1024
    return f"{ceil(kilo)} kB" if kilo < 1024 else f"{kilo / 1024:.1f} MB"


def day(of: date | datetime) -> str:
    """`2026-03-02`; of a moment, the day it is in Shanghai."""
    return (local_date(of) if isinstance(of, datetime) else of).isoformat()


def days_left(due: datetime) -> int:
    """Calendar days from today to the last day; negative once that day is over."""
    return (last_day(due) - local_date(g.now)).days


def role_label(role: Role | str) -> str:
    return say(ROLE_LABELS[Role(role)])


def reckoned_anew(case: Case) -> bool:
    """Whether the term of the case ends in a year whose days off nobody knows; the page says once,
    at its end, what that means."""
    year = uncertain_year(g.db, case)
    if year is not None:
        g.setdefault(_RECKONED_ANEW, set()).add(year)
    return year is not None


_RECKONED_ANEW = "years_reckoned_anew"


def case_title(case: Case) -> str:
    """What a case is called in lists and links: its own title, or that of what it is about."""
    if isinstance(case, Review | Team) and _is_read_blind(case):
        return title_for_experts(case.proposal)
    if isinstance(case, AuditSample | Call | Letter | Notice | ReviewGroup):
        return titled(case)
    own = getattr(case, "title", "") or getattr(case, "name", "")
    if own:
        return own
    proposal, call = proposal_of(case), call_of(case)
    about = proposal.title if proposal else titled(call) if call else ""
    return about or say(workflow_of(case).label)


def _is_read_blind(case: Case) -> bool:
    """By an expert, who may have to judge without names."""
    if not isinstance(case, Team):
        return isinstance(case, Review)
    chair = retesting.chair_of(case)
    return chair is not None and current_user.is_authenticated and current_user.person is chair


def titled(of: AuditSample | Call | Letter | Notice | Programme | ReviewGroup) -> str:
    """In English where the office or the plan has an English title; a letter, whose title stands in
    Chinese, is called by its kind first."""
    if isinstance(of, Letter):
        return say(Text(of.title, f"{LETTERS[of.letter_kind].label.en}: {of.title}"))
    if isinstance(of, Notice):
        return say(title_of_notice(of))
    if isinstance(of, AuditSample):
        return say(title_of_sample(of))
    if isinstance(of, ReviewGroup):
        return say(name_of_panel(of))
    return say(name_of(of) if isinstance(of, Programme) else title_of(of))


def budget_heading(typed: str) -> str:
    """As it was typed; in the reader's language where it is one of the usual ones."""
    return say(
        next((usual for usual in HEADINGS.values() if usual.zh == typed), Text(typed, typed))
    )


def case_of(case: Case) -> list[str]:
    """Of what and whose a case is, where its title alone does not tell: the title of the proposal
    it is about, its lead unit unless that is the reader's own, and which payment of several; of
    fees whose call it was. Nothing for a reviewer, who may have to read blind."""
    if isinstance(case, FeeList):
        return [titled(case.call)]
    about = None if _is_read_blind(case) else proposal_of(case)
    if about is None:
        return []
    is_own = about.lead_unit_id == current_user.person.organisation_id
    whose = "" if is_own else about.lead_unit.name
    which = part_of_award(case) if isinstance(case, Payment) else ""
    return [name for name in (which, about.title, whose) if name and name != case_title(case)]


def part_of_award(payment: Payment) -> str:
    """Which payment of several."""
    return say(_AGAIN if payment.is_paid_again else _PART.format(n=payment.part))


def kind_label(kind: str) -> Text:
    if kind == HOUSE:
        return _THE_HOUSE
    return PARTS[kind].label if kind in PARTS else _PROPOSAL


def urgency_of(case: Case) -> int:
    """0 overdue, 1 within three days, 2 later, 3 without a deadline."""
    if case.due_at is None:
        return 3
    if case.due_at <= g.now:
        return 0
    return 1 if days_left(case.due_at) <= 2 else 2


def html_lang() -> str:
    """The language tag of the page, such as `zh-Hans-CN`."""
    return language().replace("_", "-")
