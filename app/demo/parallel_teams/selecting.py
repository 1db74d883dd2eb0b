"""How teams come to the start of a race: entered, checked, reviewed, decided, signed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.demo.cast import WAN
from app.demo.deciding import give_notice
from app.demo.forms import a_page, form_of
from app.demo.office import DECISION, OFFICER, PLANNING, matched, person
from app.demo.panels import form_panel, score_panel
from app.demo.parallel_teams.cast import Lineup
from app.demo.proposing import check, name_member, recommender_of, write
from app.demo.stage import Stage, must
from app.models import Call, Project, Proposal, Race
from app.services.awarding import deciding
from app.services.awarding.deciding import ItemDraft
from app.services.files import evidence
from app.services.races import entering
from app.services.races.entering import EntryDraft
from workflows.engine.calendar import local_date


def call_of(stage: Stage, race: Race) -> Call:
    with stage.scene() as session:
        return session.get_one(Call, race.call_id)


def enter(stage: Stage, race: Race, lineup: Lineup) -> list[Proposal]:
    places = range(1, len(lineup.entries) + 1)
    proposals = [_write(stage, race, lineup, place) for place in places]
    for place, proposal in zip(places, proposals, strict=True):
        stage.move(proposal, "submit", lineup.mail(place, "pi"))
        stage.move(proposal, "unit_seal", lineup.mail(place, "unit"))
        told = f"《{lineup.entries[place - 1].title}》报名，路线：{lineup.routes[place - 1]}"
        stage.tell(told)
    stage.wait_for_the_worker()
    return proposals


def _write(stage: Stage, race: Race, lineup: Lineup, place: int) -> Proposal:
    entry, now = lineup.entries[place - 1], stage.now
    with stage.scene() as session:
        call = session.get_one(Call, race.call_id)
        form = form_of(session, call, entry, now)
        proposal = write(session, call, lineup.mail(place, "pi"), form, now)
        name_member(session, proposal, entry, lineup.mail(place, "member"), lineup.duty, 18, now)
        draft = EntryDraft(lineup.routes[place - 1], (700 - 20 * place) * WAN, 120, True)
        must(entering.save_entry(session, proposal, draft))
    return proposal


def recommend(stage: Stage, proposals: Sequence[Proposal]) -> None:
    for proposal in proposals:
        stage.move(proposal, "recommend", recommender_of(stage, proposal))


def check_all(stage: Stage, proposals: Sequence[Proposal]) -> None:
    for proposal in proposals:
        check(stage, proposal)
    stage.wait_for_the_worker()


def review(stage: Stage, race: Race, lineup: Lineup) -> None:
    call = call_of(stage, race)
    stage.move(call, "finish_formal", OFFICER)
    with stage.scene() as session:
        entries = session.scalars(
            select(Proposal).where(Proposal.call_id == call.id).order_by(Proposal.id)
        ).all()
    group = form_panel(stage, call, entries, "入围评审组")
    score_panel(stage, group, {entry.title: entry.merit for entry in lineup.entries})
    stage.move(call, "finish_review", OFFICER)


def decide(stage: Stage, race: Race, lineup: Lineup, minutes: str) -> None:
    """Decided today, and on public notice at once."""
    call = call_of(stage, race)
    _draft_selection(stage, call, lineup)
    today = local_date(stage.now).isoformat()
    stage.move(call, "decide_list", DECISION, **matched(stage, call, minutes, today))
    stage.tell(f"厅务会议定入围名单：赛题{stage.state_of(race)}")
    give_notice(stage, call)
    stage.wait_for_the_worker()


def _draft_selection(stage: Stage, call: Call, lineup: Lineup) -> None:
    """Each selected team gets an equal part of stage 1, the reserve less if it is ever called; more
    follows by the formula."""
    with stage.scene() as session:
        live = session.get_one(Call, call.id)
        officer = person(session, OFFICER)
        decision = deciding.begin_draft(session, live, officer)
        best = {entry.title for entry in lineup.entries[: lineup.places]}
        drafts = {
            item.proposal_id: ItemDraft("propose", 90 * WAN)
            if item.proposal.title in best
            else ItemDraft("reserve", 60 * WAN)
            for item in decision.items
        }
        must(deciding.save(session, decision, drafts, officer))


def sign_all(stage: Stage, lineup: Lineup) -> None:
    for place in range(1, lineup.places + 1):
        sign(stage, lineup, place)


def sign(stage: Stage, lineup: Lineup, place: int) -> None:
    """任务书 and 军令状: the same indicators for every team."""
    with stage.scene() as session:
        title = lineup.entries[place - 1].title
        found = select(Project).join(Proposal).where(Proposal.title == title)
        project = session.scalars(found).one()
        unit = person(session, lineup.mail(place, "unit"))
        proof = "配套资金承诺函.pdf"
        evidence.add(session, project, "matching", a_page(), proof, by=unit, now=stage.now)
    stage.move(project, "sign_contract", lineup.mail(place, "pi"))
    stage.move(project, "sign_contract", lineup.mail(place, "unit"))
    stage.move(project, "sign_contract", PLANNING)
    stage.tell(f"{project.number} 签订任务书和军令状，节点指标各队一致")
