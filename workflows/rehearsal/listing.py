"""A list of items (榜单): items that are claimed, and one that nobody claims in any round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from workflows.engine.calendar import end_of_day, local_date
from workflows.engine.decide import Refusals, decide
from workflows.engine.facts import Actor, Trail
from workflows.engine.text import Text
from workflows.facts import CallFacts, ItemFacts
from workflows.registry import PARTS
from workflows.rehearsal.competing import begun_call
from workflows.rehearsal.following import follow
from workflows.rehearsal.model import Item, Panel, Setting
from workflows.rehearsal.money import account
from workflows.rehearsal.noticing import give_notice
from workflows.rehearsal.playing import Play, Played, answers, within
from workflows.rehearsal.reported import above, foretold

_PREPARATION = (
    ("draft", "collect_needs"),
    ("collecting", "end_collecting"),
    ("arguing", "submit_for_consult"),
    ("consulting", "post"),
)
_CLAIMED = (
    ("bid_closed", "finish_vetting"),
    ("vetted", "finish_evaluation"),
    ("evaluated", "start_matching"),
    ("matching", "select"),
    ("selected", "put_on_notice"),
)
_AFTER_THE_LAST_ROUND = ("revise", "convert", "delist")


class Listing:
    def __init__(self, setting: Setting, play: Play) -> None:
        self.setting, self.play = setting, play
        self.call = begun_call(setting)
        self.known: dict[str, Any] = {"comments_unanswered": 0, "unrehearsed": ()}
        self.items = setting.items or (Item(_SYNTHETIC.zh, setting.award_most),)
        play.report.findings.extend(foretold(setting, [item.ceiling for item in self.items]))

    def run(self) -> None:
        at = self._prepare()
        if at is None:
            return
        self._draw()
        awards = []
        for number, item in enumerate(self.items):
            if (bids := self._bids(number)) and self._claimed(item, number, bids, at):
                awards.append(min(item.ceiling, self.setting.award_most or item.ceiling))
        self._unclaimed(at)
        self.play.report.outcomes = [
            (_CLAIMED_ITEMS, len(awards)),
            (_UNCLAIMED_ITEMS, len(self.items) - len(awards)),
        ]
        self.play.report.money = account(self.setting, awards)

    def _bids(self, number: int) -> int:
        """The first item is claimed, so that a list of one shows what comes after."""
        luck = int(self.setting.luck("bids", number) * (self.setting.applicants + 1))
        return luck if number else max(1, luck)

    def _prepare(self) -> datetime | None:
        """Items that the list still lacks are thought ready, as far as its money goes."""
        at: datetime | None = self.setting.facts.now
        for state, name in _PREPARATION:
            if self.call.state != state or at is None:
                continue
            at = self.play.move(self.call, name, self._facts, self._since(name, at))
            if at is not None:
                self._learn(name, at)
        return at

    def _since(self, name: str, at: datetime) -> datetime:
        over = self.known.get("consulted_until") if name == "post" else None
        return self.play.office_hour(max(at + timedelta(hours=1), over or at))

    def _learn(self, name: str, at: datetime) -> None:
        parameters, calendar = self.setting.facts.parameters, self.setting.facts.calendar
        if name == "collect_needs":
            self.known["needs_until"] = calendar.end_of_term(
                local_date(at), parameters["need_days"]
            )
        if name == "end_collecting":
            self.known |= {"items_ready": len(self.items), "items_unready": ()}
        if name == "submit_for_consult":
            self.known["consulted_until"] = calendar.end_of_term(
                local_date(at), parameters["consult_days"]
            )

    def _facts(self, now: datetime, entered_at: datetime) -> CallFacts:
        return replace(self.setting.facts, now=now, entered_at=entered_at, **self.known)

    def _draw(self) -> None:
        """One panel for the whole list, as it reads all bids of its items."""
        bids = len(self.items) * max(1, self.setting.applicants // 2)
        panel = Panel(1, min(bids, self.setting.panel_most), frozenset(), for_items=True)
        self.play.report.panels.append((panel, self.setting.draw(panel)))

    def _item(self, title: Text, at: datetime) -> Played:
        return Played(PARTS["item"], title, "ready", at)

    def _at(self, **known: Any) -> Callable[[datetime, datetime], ItemFacts]:
        facts = self.setting.facts

        def at(now: datetime, entered_at: datetime) -> ItemFacts:
            return ItemFacts(
                now=now,
                entered_at=entered_at,
                calendar=facts.calendar,
                parameters=facts.parameters,
                list_state="posted",
                **known,
            )

        return at

    def _close(self, at: datetime) -> datetime:
        days = self.setting.facts.parameters["posting_days"]
        return self.setting.facts.calendar.end_of_term(local_date(at), days)

    def _claimed(self, item: Item, number: int, bids: int, at: datetime) -> bool:
        """Whether it comes to an award; what follows is played on the first."""
        played = self._item(Text(item.title, item.title), at)
        played.quiet = number > 0
        known: dict[str, Any] = {"close_at": self._close(at), "bids": bids}
        if self.play.move(played, "post", self._at(**known), at) is None:
            return False
        problem = self.play.report.panels[0][1].problem
        known |= {
            "accepted": bids,
            "above_line": bids,
            "candidates": bids,
            "terms_agreed": True,
            "large_awards": above(self.setting, (item.ceiling,)),
            "without_panel": (problem,) if problem else (),
        }
        moment = self.play.move(played, "close", self._at(**known), at)
        for state, name in _CLAIMED:
            if moment is None or played.state != state:
                return False
            since = within(played, self._at(**known), 0.8, self.play, moment)
            moment = self.play.move(played, name, self._at(**known), since)
        return moment is not None and self._awarded(item, played, known, moment)

    def _awarded(self, item: Item, played: Played, known: dict[str, Any], at: datetime) -> bool:
        """Each item has a notice of its own (B12)."""
        calendar, days = self.setting.facts.calendar, self.setting.facts.parameters
        on = self.play.office_hour(at)
        ends = end_of_day(calendar.add_working_days(local_date(on), days["notice_working_days"]))
        give_notice(self.setting, self.play, 1, on, ends, is_told=not played.quiet)
        ordered = self.play.move(played, "await_order", self._at(**known), ends)
        if ordered is not None and not played.quiet:
            signed = follow(self.setting, self.play, item.ceiling, ordered)
            if signed is not None:
                self.play.move(played, "begin_attack", self._at(**known), signed)
        return ordered is not None

    def _unclaimed(self, at: datetime) -> None:
        """Nobody claims it, round after round, however it is revised."""
        item = self._item(_NOBODYS, at)
        moment = self.play.move(item, "post", self._at(close_at=self._close(at)), at)
        rounds = self.setting.facts.parameters["rounds_most"]
        for round_ in range(1, rounds + 1):
            if moment is None:
                return
            known: dict[str, Any] = {"close_at": self._close(moment), "round": round_}
            moment = self.play.move(item, "close", self._at(**known), moment)
            if moment is not None and round_ < rounds:
                moment = self._reposted(item, known, moment)
        if moment is not None:
            self._ways_out(item, self._at(round=rounds)(moment, item.entered_at))

    def _reposted(self, item: Played, known: dict[str, Any], moment: datetime) -> datetime | None:
        experts = self.setting.facts.parameters["argument_experts_least"]
        facts = self._at(**known, opinions=experts, changes=(_MORE,), material_changes=(_MORE,))
        since = within(item, facts, 0.8, self.play, moment)
        revised = self.play.move(item, "revise", facts, since)
        if revised is None:
            return None
        since = within(item, facts, 0.8, self.play, revised)
        return self.play.move(item, "repost", facts, since)

    def _ways_out(self, item: Played, facts: ItemFacts) -> None:
        """What is left when the last round is over."""
        for name in _AFTER_THE_LAST_ROUND:
            move = item.workflow.named(name)[0]
            actor = Actor(1, move.roles, has_proven_identity=True)
            asked = replace(facts, given=answers(move, facts.now))
            verdict = decide(item.workflow, item.state, name, actor, asked, Trail())
            reasons = verdict.reasons if isinstance(verdict, Refusals) else ()
            said = (
                _CLOSED.format(move=move.label, reason=reasons[0].reason)
                if reasons
                else _OPEN.format(move=move.label)
            )
            self.play.report.findings.append(said)


_SYNTHETIC = Text("一个榜题", "an item")
_NOBODYS = Text("无人揭榜的榜题", "Item that nobody bids for")
_MORE = Text("提高榜额、放宽条件", "higher reward, easier conditions")
_CLAIMED_ITEMS = Text("拟中榜的榜题", "Items with a selected bid")
_UNCLAIMED_ITEMS = Text("流榜的榜题", "Unclaimed items")
_OPEN = Text(
    "轮次用完仍无人揭榜：可以{move}。", "Unclaimed after all rounds: “{move}” is possible."
)
_CLOSED = Text(
    "轮次用完仍无人揭榜：不能{move}。{reason}",
    "Unclaimed after all rounds: “{move}” is not possible. {reason}",
)
