"""The routes there are, each with the guard it is to have, and addresses that lead to them."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask
from werkzeug.routing import AnyConverter, Rule

ALL, ANY, MONITORING = "all", "signed_in", "monitoring"
OFFICE = (
    "role:decision_maker,discipline,expert_manager,formal_checker,planning_officer,"
    "programme_officer,supervisor"
)
READERS = "role:planning_officer,supervisor,sys_admin"
ADMIN, OFFICER = "role:sys_admin", "role:programme_officer"
BOOKS = "role:decision_maker,discipline,finance,planning_officer,supervisor"
PLANNERS = "role:decision_maker,discipline,finance,planning_officer,programme_officer,supervisor"
FEES = "role:expert_manager,finance,programme_officer,supervisor"
POOL = "role:expert_manager,supervisor"
RACE_OFFICE = (
    "role:decision_maker,discipline,expert_manager,finance,planning_officer,"
    "programme_officer,supervisor"
)

ROUTES = {
    **dict.fromkeys(
        (
            *("account.ask_to_confirm", "account.ask_to_reset", "account.confirm"),
            *("account.enter", "account.forgotten", "account.join", "account.register"),
            *("account.enter_with_factor", "account.passkey_challenge", "account.second_step"),
            *("account.reset", "account.set_password", "account.sign_in"),
            *("account.come_back", "account.leave_for_provider", "account.leave_provider"),
            "account.end_here",
            *("public.call", "public.calls", "public.index", "public.letter"),
            "public.funnel_file",
            *("public.letter_file", "public.notice", "public.notices", "public.objection"),
            "public.notice_sheet",
            *("public.project", "public.project_data", "public.results_file"),
            *("public.results_list", "public.tip", "public.verified", "public.verify"),
            *("expert.answer", "expert.ask", "public.acceptances"),
            *("public.consultation", "public.item", "public.items"),
            *("find.results", "milestones.feed"),
            *("help.glossary", "help.styleguide"),
            *("find.results", "milestones.feed", "operator.healthz", "operator.readyz"),
            "api.openapi",
        ),
        ALL,
    ),
    **dict.fromkeys(
        (
            *("account.change_password", "account.password", "account.profile", "account.save"),
            *("account.add_passkey", "account.add_totp", "account.end_other_sign_ins"),
            *("account.end_sign_in", "account.passkey_options", "account.remove_factor"),
            "account.unbind_identity",
            *("account.renew_recovery_codes", "account.security"),
            *("account.notifications", "help.tour", "help.tour_seen", "help.tour_step"),
            *("uploads.begin", "uploads.give_up", "uploads.go_on", "uploads.look"),
            *("account.renew_recovery_codes", "account.security", "account.tokens"),
            *("account.new_token", "account.revoke_token", "account.end_webhook"),
            *("account.unit", "account.leave_unit"),
            *("account.sign_out", "applicant.answer_membership", "applicant.attachments"),
            *("applicant.autosave", "applicant.edit", "applicant.index", "applicant.members"),
            *("applicant.remove_file", "applicant.remove_member", "applicant.save"),
            *("applicant.start", "decision.objection", "dossier.file", "dossier.project"),
            *("expert.add_absence", "expert.add_tie", "expert.add_unit", "expert.end_absence"),
            *("expert.invitation", "expert.profile", "expert.save"),
            *("dossier.proposal", "dossier.receipt", "home.inbox", "home.index", "home.read"),
            *("home.forget_view", "home.news", "home.news_read", "home.save_view", "home.watch"),
            *("home.read_all", "moves.late", "moves.make", "moves.move"),
            *("many.look", "many.make"),
            *("attaching.add", "attaching.read", "attaching.withdraw"),
            *("officer.group", "reviewer.autosave"),
            *("reviewer.file", "reviewer.index", "reviewer.review", "reviewer.save"),
            *("applicant.answers", "applicant.start_bid", "demander.answer", "demander.asked"),
            *("demander.edit", "demander.index", "demander.start", "dossier.item"),
            *(
                "dossier.course",
                "dossier.course_drawing",
                "dossier.limits",
                "dossier.user_test",
                "public.ask",
                "reviewer.argument",
                "reviewer.decline_argument",
            ),
            *("assessor.index", "assessor.opinion", "assessor.save", "contracts.contract"),
            *("contracts.edit", "contracts.file", "contracts.prove_matching", "contracts.version"),
            *("metrics.project", "metrics.project_file", "milestones.autosave_visit"),
            *("milestones.calendar", "milestones.file", "milestones.milestone"),
            *("milestones.renew_calendar", "milestones.report"),
            *("milestones.save_report", "milestones.save_visit", "milestones.visit"),
            *("find.unit", "milestones.withdraw"),
            *("takeaways.ask", "takeaways.dossier", "takeaways.file", "takeaways.index"),
            *("takeaways.one", "takeaways.own_data", "takeaways.sheet"),
            *("finance.confirm_matching", "finance.fund", "finance.matching_evidence"),
            "finance.reverse_matching",
            *("finance.payment", "finance.share", "dossier.platforms"),
            *("changes.propose_tolerance", "changes.tolerance"),
            *("reviewer.discussion", "reviewer.file", "reviewer.index", "reviewer.item"),
            *("reviewer.name", "reviewer.opinion", "reviewer.presence", "reviewer.remark"),
            *("reviewer.cast", "reviewer.review", "reviewer.save", "reviewer.votes"),
            "reviewer.stage_file",
        ),
        ANY,
    ),
    **dict.fromkeys(
        (
            *("admin.end_grant", "admin.people_list", "admin.person"),
            *("admin.ask_for_access", "admin.leave_work", "admin.queue", "admin.try_again"),
            "admin.withdraw_role",
            *("admin.asked_unit", "admin.new_unit", "admin.refuse_unit", "admin.unit_list"),
            *("admin.leave_unit", "admin.merge_unit", "admin.unit"),
            *("admin.end_webhook", "admin.new_webhook", "admin.new_webhook_secret"),
            *("admin.send_webhook_again", "admin.webhook", "admin.webhook_list"),
        ),
        ADMIN,
    ),
    **dict.fromkeys(
        (
            *("admin.access", "admin.decide_access", "admin.calendar", "admin.decide_days"),
            *("admin.decide_role", "admin.proposed_roles"),
        ),
        "role:supervisor,sys_admin",
    ),
    **dict.fromkeys(("admin.history", "admin.register"), READERS),
    **dict.fromkeys(
        (
            *("officer.aside", "officer.call", "officer.calls", "officer.draw_record"),
            "officer.comments",
            *("officer.funnel_file", "officer.proposals"),
            *("officer.meeting", "officer.rehearsal"),
        ),
        OFFICE,
    ),
    **dict.fromkeys(
        (
            *("officer.decision", "officer.edit", "officer.new", "officer.new_group"),
            *("officer.new_notice", "officer.shortlist", "officer.further", "officer.attend"),
            *("officer.answer_comment", "officer.message", "officer.outbox"),
            "officer.new_further",
        ),
        OFFICER,
    ),
    **dict.fromkeys(("officer.expert", "officer.expert_sheet", "officer.experts"), POOL),
    **dict.fromkeys(
        (
            *("officer.assign", "officer.import_experts", "officer.import_ties"),
            "officer.record_credit",
        ),
        "role:expert_manager",
    ),
    "officer.assignment": "role:discipline,expert_manager,supervisor",
    "officer.waivers": "role:supervisor",
    "milestones.index": (
        "role:decision_maker,discipline,expert_manager,finance,planning_officer,"
        "programme_officer,supervisor"
    ),
    **dict.fromkeys(
        ("metrics.index", "metrics.programme", "metrics.programme_file"),
        "role:decision_maker,finance,planning_officer,programme_officer,supervisor",
    ),
    **dict.fromkeys(("race.board", "race.index", "race.lanes_file", "race.money_file"), ALL),
    **dict.fromkeys(
        ("race.entry", "race.file", "race.save_evidence", "race.team", "race.withdraw_file"), ANY
    ),
    **dict.fromkeys(("race.route", "race.stage"), RACE_OFFICE),
    **dict.fromkeys(
        ("race.form_panel", "race.plan", "race.save_outcomes", "race.save_test", "race.target"),
        OFFICER,
    ),
    **dict.fromkeys(
        ("officer.close_exception", "officer.exception", "officer.exception_file"),
        "role:programme_officer,supervisor",
    ),
    "officer.exceptions": "role:programme_officer,supervisor",
    "officer.confirm_exception": "role:supervisor",
    "officer.formal": "role:formal_checker",
    "officer.similar": "role:formal_checker,programme_officer,supervisor",
    "officer.similarity": "role:formal_checker,programme_officer,supervisor",
    "officer.notice": "role:decision_maker,programme_officer,supervisor",
    **dict.fromkeys(
        ("officer.ranked", "officer.ranking_svg"),
        "role:decision_maker,planning_officer,programme_officer,supervisor",
    ),
    "decision.evidence": "role:supervisor",
    "decision.signed": "role:supervisor",
    "decision.index": "role:decision_maker,discipline,supervisor",
    **dict.fromkeys(
        (
            *("finance.accounts", "finance.batch", "finance.batch_sheet", "finance.batches"),
            *("finance.books", "finance.funds", "finance.index"),
            *(
                "finance.pool_year",
                "finance.pools",
                "finance.samples",
                "finance.return_file",
                "finance.returns",
            ),
        ),
        BOOKS,
    ),
    **dict.fromkeys(
        ("finance.batch_chosen", "finance.call", "finance.read_return", "finance.verify_account"),
        "role:finance",
    ),
    **dict.fromkeys(
        (
            *("finance.new_account", "finance.new_matching", "finance.ours"),
            *("finance.retire_account", "finance.new_share_matching"),
            "finance.reverse_share_matching",
        ),
        "role:unit_finance",
    ),
    **dict.fromkeys(("fees.index", "fees.one"), FEES),
    **dict.fromkeys(("fees.draw_up", "fees.write"), "role:expert_manager,programme_officer"),
    **dict.fromkeys(("fees.own", "fees.name_account"), ANY),
    "fees.bank": "role:finance",
    "fees.sums": RACE_OFFICE,
    "finance.new_pool": "role:planning_officer",
    "finance.commit_sample": "role:supervisor",
    "finance.audit": ANY,
    "finance.sample": ALL,
    **dict.fromkeys(
        (
            *("finance.leverage", "finance.leverage_of_units", "finance.leverage_file"),
            "finance.pool",
        ),
        PLANNERS,
    ),
    "integrity.case": ANY,
    **dict.fromkeys(
        (
            *("integrity.evidence", "integrity.history", "integrity.index"),
            "integrity.sanction_list",
        ),
        "role:discipline,supervisor",
    ),
    **dict.fromkeys(
        ("integrity.add_evidence", "integrity.identify", "integrity.new"), "role:supervisor"
    ),
    **dict.fromkeys(
        (
            *("acceptance.acceptance", "acceptance.begin", "acceptance.edit"),
            *("acceptance.file", "acceptance.register", "acceptance.results"),
            *("changes.appeal", "changes.change", "changes.edit", "changes.new"),
            "changes.suspension",
        ),
        ANY,
    ),
    "changes.suspend": OFFICER,
    "acceptance.index": (
        "role:decision_maker,discipline,finance,planning_officer,programme_officer,supervisor"
    ),
    "changes.index": (
        "role:decision_maker,discipline,planning_officer,programme_officer,supervisor"
    ),
    **{
        f"api.{name}{end}": f"token:{name}"
        for name in ("calls", "items", "notices", "payments", "projects", "proposals", "results")
        for end in ("", "_one")
    },
    "api.metrics": "token:metrics",
    **dict.fromkeys(("plan.coverage_file", "plan.index"), ALL),
    "operator.metrics": MONITORING,
    **dict.fromkeys(
        (
            *(
                "plan.earlier",
                "plan.office",
                "plan.people",
                "plan.person",
                "plan.platform",
            ),
            *("plan.platforms", "plan.projects", "plan.tasks", "plan.units"),
        ),
        "role:decision_maker,discipline,finance,planning_officer,programme_officer,supervisor",
    ),
    "plan.record": "role:planning_officer",
    "changes.file": "role:unit_admin",
    "unit.people": "role:sys_admin,unit_admin",
    "unit.recommending": "role:recommender",
    "unit.sealing": "role:unit_admin",
}


def rules(app: Flask) -> list[Rule]:
    return [r for r in app.url_map.iter_rules() if not r.endpoint.endswith("static")]


def words_of(rule: Rule) -> dict[str, str]:
    """One word for each place of an address where one of several stands."""
    return {
        name: min(converter.items)
        for name, converter in rule._converters.items()
        if isinstance(converter, AnyConverter)
    }


def addresses(app: Flask, numbers: range = range(1, 6)) -> Iterator[tuple[str, str, str]]:
    """Endpoint, method and path of every route, with small numbers for its ids."""
    values = {"kind": "proposal", "transition": "submit", "part": "basics", "answer": "confirm"}
    values |= {"purpose": "defence"}
    for rule in rules(app):
        for number in numbers if "int" in rule.rule else range(1):
            given = values | {
                name: number for name in rule.arguments if name not in {*values, "secret", "code"}
            }
            given |= dict.fromkeys(rule.arguments & {"secret", "code"}, "x")
            path = rule.build(given | words_of(rule))
            assert path is not None
            for method in rule.methods & {"GET", "POST"} if rule.methods else ():
                yield rule.endpoint, method, path[1]
