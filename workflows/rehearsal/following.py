"""What follows an award, played on the first: contract, payment, milestone, acceptance (J1-J17,
B13-B17); of a lump sum also the audit sample (§3.6). A team runs on in its race."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from workflows.engine.calendar import end_of_day, local_date
from workflows.engine.facts import Facts
from workflows.engine.model import Workflow
from workflows.engine.text import Text
from workflows.money.staging import planned
from workflows.registry import PARTS, workflow_for
from workflows.rehearsal.model import Setting
from workflows.rehearsal.money import payment_rules
from workflows.rehearsal.playing import Play, Played, within

MILESTONE_AFTER, TERM = 365, 2 * 365
"""Days from the contract to its first milestone, and to its end: contracts set their own."""
_PROMPTLY = 0.8


_PAYMENT = Text("第 {number} 笔拨付", "Payment {number}")


def follow(setting: Setting, play: Play, award: int, since: datetime) -> datetime | None:
    """From the end of the public notice; the moment the contract was signed."""
    project = Awarded(setting, play, award)
    signed = project.sign(since)
    if signed is not None:
        project.run(signed)
    return signed


class Case:
    """A case with the facts it is thought to have: `known` grows from move to move."""

    def __init__(self, setting: Setting, play: Play, workflow: Workflow[Any], at: datetime):
        self._setting, self._play = setting, play
        self.played = Played(workflow, workflow.label, workflow.start.key, at)
        self.known: dict[str, Any] = {}

    def facts(self, now: datetime, entered_at: datetime) -> Facts:
        facts: Facts = self.played.workflow.facts(
            now=now,
            entered_at=entered_at,
            calendar=self._setting.facts.calendar,
            parameters=self._setting.facts.parameters,
            **self.known,
        )
        return facts

    def move(self, name: str, since: datetime | None, **known: Any) -> datetime | None:
        """Whoever is awaited takes most of the time they have; None where it came to a halt."""
        if since is None:
            return None
        self.known |= known
        at = within(self.played, self.facts, _PROMPTLY, self._play, since)
        return self._play.move(self.played, name, self.facts, at)

    def move_on(self, name: str, at: datetime | None, **known: Any) -> datetime | None:
        """At that moment and no other."""
        self.known |= known
        return at and self._play.move(self.played, name, self.facts, at)


def pay(setting: Setting, play: Play, number: int, since: datetime) -> None:
    """To the receipt its unit confirms."""
    payment = Case(setting, play, PARTS["payment"], since)
    payment.played.name = _PAYMENT.format(number=number)
    at = payment.move("batch", payment.move("approve", since))
    at = payment.move("pay", at, is_with_treasury=True)
    payment.move("confirm_receipt", at)


class Awarded:
    def __init__(self, setting: Setting, play: Play, award: int) -> None:
        self._setting, self._play = setting, play
        self._parameters = setting.facts.parameters
        rules, mode = payment_rules(setting), setting.payment_mode
        self._parts = planned(setting.mechanism, award, rules, mode)

    def sign(self, since: datetime) -> datetime | None:
        workflow = workflow_for("project", self._setting.mechanism)
        self._project = self._case(workflow, since)
        days = timedelta(self._parameters["contract_days"])
        at = self._play.office_hour(since + days)
        return self._project.move_on("sign_contract", at, contract_version=1)

    def run(self, signed: datetime) -> None:
        if not self._parts:  # a race pays by its stages
            return
        if self._parts[0]:
            pay(self._setting, self._play, 1, signed)
        passed = self._milestone(local_date(signed) + timedelta(MILESTONE_AFTER), signed)
        if passed is not None and self._parts[1:-1] and self._parts[1]:
            pay(self._setting, self._play, 2, passed)
        ends = end_of_day(local_date(signed) + timedelta(TERM))
        is_claimed = self._setting.mechanism == "open_call"
        accepted = self._test(ends) if is_claimed else self._accept(ends)
        if accepted is not None and self._parts[-1]:
            pay(self._setting, self._play, len(self._parts), accepted)

    def _case(self, workflow: Workflow[Any], at: datetime) -> Case:
        return Case(self._setting, self._play, workflow, at)

    def _milestone(self, due: date, since: datetime) -> datetime | None:
        rules = self._parameters
        notice = end_of_day(due - timedelta(rules["node_notice_days"] + 1))
        evidence = due + timedelta(rules["node_evidence_days"])
        milestone = self._case(PARTS["milestone"], since)
        at = milestone.move_on(
            "announce", notice, notice_at=notice, evidence_until=end_of_day(evidence)
        )
        at = self._panel(milestone, milestone.move("submit_evidence", at))
        return milestone.move(
            "conclude_pass", at, opinions=rules["node_panel_least"], verdict="pass"
        )

    def _panel(self, case: Case, since: datetime | None) -> datetime | None:
        """Drawn before a witness, and convened."""
        at = case.move("ask_for_panel", since, panel_seats_empty=1)
        return case.move("convene", case.move("draw_panel", at), panel_seats_empty=0)

    def _accept(self, ends: datetime) -> datetime | None:
        project = self._project
        due = project.move_on("fall_due", ends, term_ends_at=ends)
        if due is None:
            return None
        acceptance = self._case(PARTS["acceptance"], due)
        until = due + timedelta(30 * self._parameters["accept_apply_months"])
        at = acceptance.move("apply", due, project_state="accept_due", apply_until=until)
        sealed = project.move_on("apply_acceptance", acceptance.move("seal", at))
        convened = self._panel(acceptance, sealed)
        project.move_on("start_acceptance_review", convened)
        experts = self._parameters["accept_panel_least"]
        at = acceptance.move(
            "conclude_pass",
            self._audited(sealed, convened),
            opinions=experts,
            opinions_least=experts,
            verdict="pass",
            tasks_percent=100,
            score=100,
        )
        return self._announced(acceptance, at)

    def _test(self, ends: datetime) -> datetime | None:
        """A claimed item is judged by its user, in the real scenario, and by success alone."""
        project = self._project
        begun = project.move_on("begin_user_test", self._play.office_hour(ends))
        signed = project.move("sign_user_test", begun)
        return project.move("conclude_success", self._audited(begun, signed))

    def _audited(self, since: datetime | None, then: datetime | None) -> datetime | None:
        """Of a lump sum, as if it were drawn into the audit sample; when both are done."""
        if not (self._setting.is_sampled and since and then):
            return then
        drawn = self._case(PARTS["audit_sample"], since).move("draw", since)
        if drawn is None:
            return None
        audit = self._case(PARTS["spending_audit"], drawn)
        found = audit.move("find_true", audit.move("file_report", drawn, files=1))
        return found and max(found, then)

    def _announced(self, acceptance: Case, concluded: datetime | None) -> datetime | None:
        published = acceptance.move("publish", concluded, conclusion="pass")
        if published is None:
            return None
        days = self._parameters["accept_notice_days"]
        over = self._setting.facts.calendar.end_of_term(local_date(published), days)
        ended = acceptance.move_on("end_notice", over, notice_ends_at=over)
        return self._project.move_on("pass_acceptance", ended)
