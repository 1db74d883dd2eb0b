"""The form of a change: which of its fields count depends on the kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, Field, SelectField
from wtforms.validators import Optional

from app.models import ChangeRequest, Organisation, Person, Project, Share
from app.services.changes.budgeting import Heading, headings_of, lines_of
from app.services.changes.drafting import Wanted, kinds_of, stored
from app.services.changes.membering import Newcomer, newcomer_of
from app.services.changes.sharing import ShareDraft
from app.services.editing import edition_of
from app.services.eligibility.engaged import least_asked
from app.services.money.shares import shares_of
from app.web.shared.fields import (
    IS_MAIL,
    OF_A_YEAR,
    DayField,
    LineField,
    MoneyField,
    ParagraphField,
    WholeField,
)
from app.web.shared.filters import say
from app.web.shared.forms import Required
from app.web.shared.forms import choices as chosen_from
from app.web.shared.shared_forms import SharedForm
from workflows.changes import CHAIN_LABELS
from workflows.money.modes import beside_public

_TARGET = "target-"


class ChangeForm(SharedForm):
    """Targets are read beside the form; the money of each partner there is and of each heading of
    the budget has two fields of its own."""

    kind = SelectField(_l("变更事项"), [Required()])
    content = ParagraphField(_l("变更内容"), [Required()], most=2000)
    reason = ParagraphField(_l("变更理由"), [Required()], most=2000)
    force_majeure = BooleanField(_l("因不可抗力（理由中写明情况和依据）"))
    new_end = DayField(_l("延期至（仅执行期变更填写）"), [Optional()])
    new_pi = EmailField(_l("接任负责人邮箱（仅负责人变更填写）"))
    new_unit = LineField(_l("新牵头单位全称或信用代码（仅牵头单位变更填写）"), most=200)
    new_user_unit = LineField(_l("新最终用户全称或信用代码（仅最终用户变更填写）"), most=200)
    new_user = LineField(
        _l("新最终用户联系人邮箱（仅最终用户变更填写）"), [Optional(), IS_MAIL], most=254
    )
    joins = LineField(_l("加入的单位全称或信用代码（仅参加单位变更填写）"), most=200)
    leaves = LineField(_l("退出的单位全称或信用代码（仅参加单位变更填写）"), most=200)
    member_name = LineField(_l("加入成员的姓名（仅成员变更填写）"), most=120)
    member_joins = LineField(
        _l("加入成员的邮箱（仅成员变更填写）"),
        [Optional(), IS_MAIL],
        most=254,
        description=_l("变更同意后，请其登录确认；没有账户的，须用这个邮箱注册。"),
    )
    member_leaves = EmailField(_l("退出成员的账户邮箱（仅成员变更填写）"))
    member_months = WholeField(
        _l("加入成员每年投入月数（仅成员变更填写）"), [Optional(), OF_A_YEAR]
    )
    new_partner = LineField(_l("新参加单位全称或信用代码"), most=200)
    new_tasks = LineField(_l("承担任务"), most=300)
    new_fiscal: MoneyField
    new_own: MoneyField
    shares: tuple[Share, ...] = ()
    headings: tuple[str, ...] = ()
    is_lump_sum = False

    def wanted(self, kind: str) -> Wanted:
        typed = request.form
        keys = [name for name in typed if name.startswith(_TARGET)]
        return Wanted(
            kind=kind,
            content=self.content.data,
            reason=self.reason.data,
            force_majeure=self.force_majeure.data,
            new_end=self.new_end.data,
            new_pi=self.new_pi.data or "",
            new_unit=self.new_unit.data or "",
            new_user_unit=self.new_user_unit.data or "",
            new_user=self.new_user.data or "",
            joins=self.joins.data or "",
            leaves=self.leaves.data or "",
            member_name=self.member_name.data or "",
            member_joins=self.member_joins.data or "",
            member_leaves=self.member_leaves.data or "",
            member_months=self.member_months.data if self.member_months else None,
            targets={name.removeprefix(_TARGET): typed[name] for name in keys},
            shares=(*self._present(), *self._joining()),
            budget=tuple((fiscal.data, own.data) for _name, fiscal, own in self.budget()),
        )

    def of_share(self, share: Share) -> tuple[Field, Field]:
        """Its public money and its own."""
        return self[f"fiscal_{share.unit_id}"], self[f"own_{share.unit_id}"]

    def budget(self) -> list[tuple[str, Field, Field]]:
        """Each heading with its public money and its own."""
        return [
            (name, self[f"heading_{n}_fiscal"], self[f"heading_{n}_own"])
            for n, name in enumerate(self.headings)
        ]

    def _present(self) -> tuple[ShareDraft, ...]:
        """A field left empty leaves that money as it is."""
        found = []
        for share in self.shares:
            fiscal, own = (field.data for field in self.of_share(share))
            money = (share.fiscal if fiscal is None else fiscal, share.own if own is None else own)
            found.append(ShareDraft(share.unit.name, *money))
        return tuple(found)

    def _joining(self) -> tuple[ShareDraft, ...]:
        if not self.new_partner.data:
            return ()
        money = (self.new_fiscal.data or 0, self.new_own.data or 0)
        return (ShareDraft(self.new_partner.data, *money, self.new_tasks.data or ""),)


def blank(project: Project) -> ChangeForm:
    """As typed, or with the money as it is."""
    shares, headings = shares_of(g.db, project), lines_of(g.db, project)
    money = {f"fiscal_{s.unit_id}": s.fiscal for s in shares}
    money |= {f"own_{s.unit_id}": s.own for s in shares}
    return _ready(project, shares, headings, money | _by_heading(headings))


def filled(case: ChangeRequest) -> ChangeForm:
    """With what was saved of the change."""
    shares, headings = shares_of(g.db, case.project), lines_of(g.db, case.project)
    proposed = [(r["heading"], r["fiscal"], r["own"]) for r in case.proposed.get("budget", ())]
    kept = proposed if [name for name, _, _ in proposed] == [h[0] for h in headings] else headings
    money = _kept(case) | _by_heading(kept) | {"edition": edition_of(stored(case))}
    return _ready(case.project, shares, headings, money, formdata=None)


def _by_heading(headings: Sequence[Heading]) -> dict[str, int]:
    money = {f"heading_{n}_fiscal": fiscal for n, (_, fiscal, _own) in enumerate(headings)}
    return money | {f"heading_{n}_own": own for n, (_, _fiscal, own) in enumerate(headings)}


def _ready(
    project: Project,
    shares: Sequence[Share],
    headings: Sequence[Heading],
    data: dict[str, Any],
    **settings: Any,
) -> ChangeForm:
    fields: dict[str, Any] = {"shares": tuple(shares), "headings": tuple(h[0] for h in headings)}
    fields["is_lump_sum"] = not headings_of(g.db, project)
    own = say(beside_public(is_claimed=project.proposal.item_id is not None))
    for name in (*_by_heading(headings), "new_fiscal", "new_own"):
        label = _("财政资金") if name.endswith("_fiscal") else own
        fields[name] = MoneyField(label, [Optional()])
    for share in shares:
        fields[f"fiscal_{share.unit_id}"] = MoneyField(_("财政资金"), [Optional()])
        fields[f"own_{share.unit_id}"] = MoneyField(own, [Optional()])
    form: ChangeForm = type("ChangeFormOfProject", (ChangeForm,), fields)(data=data, **settings)
    if not least_asked(project.proposal.call):
        del form.member_months
    form.kind.choices = chosen_from(
        (key, f"{say(k.label)} · {say(CHAIN_LABELS[k.chain])}")
        for key, k in kinds_of(project).items()
    )
    return form


def targets_of(case: ChangeRequest) -> dict[str, str]:
    return {f"{_TARGET}{key}": value for key, value in case.proposed.get("targets", {}).items()}


def named(case: ChangeRequest, model: Any, key: str) -> Any | None:
    """Who is to follow, by the id that the change proposes."""
    number = case.proposed.get(key)
    return g.db.get(model, number) if number else None


def units_named(case: ChangeRequest) -> dict[str, Organisation]:
    """Who `joins` and who `leaves`."""
    ids = case.proposed.get("units", {})
    return {key: g.db.get_one(Organisation, number) for key, number in ids.items()}


def members_named(case: ChangeRequest) -> dict[str, Newcomer | Person]:
    """Who `joins` and who `leaves`."""
    joins = newcomer_of(g.db, case)
    number = case.proposed.get("members", {}).get("leaves")
    leaves = g.db.get_one(Person, number) if number else None
    return {key: one for key, one in (("joins", joins), ("leaves", leaves)) if one is not None}


def user_named(case: ChangeRequest) -> tuple[str, str]:
    """The unit that is to be the end user, and the address of its contact."""
    match case.proposed.get("new_user"):
        case int(number):
            contact = g.db.get_one(Person, number)
            return contact.organisation.name if contact.organisation else "", contact.email
        case {"unit": number, "email": email}:
            return g.db.get_one(Organisation, number).name, email
    return "", ""


def joining_of(case: ChangeRequest) -> Organisation | None:
    """Whom the change takes in; of one granted before units were asked, whom it names."""
    unit = case.joining_unit_id
    return g.db.get_one(Organisation, unit) if unit else units_named(case).get("joins")


def _kept(case: ChangeRequest) -> dict[str, Any]:
    end, unit = case.proposed.get("new_end"), named(case, Organisation, "new_unit")
    user_unit, user = user_named(case)
    members = members_named(case)
    return {
        "kind": case.change_kind,
        "content": case.content,
        "reason": case.reason,
        "force_majeure": case.force_majeure,
        "new_end": date.fromisoformat(end) if end else None,
        "new_pi": _mail_of(case, "new_pi"),
        "new_unit": unit.name if unit else "",
        "new_user_unit": user_unit,
        "new_user": user,
        **{key: unit.name for key, unit in units_named(case).items()},
        **{f"member_{key}": one.email for key, one in members.items()},
        "member_name": members["joins"].name if "joins" in members else "",
        "member_months": case.proposed.get("months_a_year"),
        **_kept_shares(case),
    }


def _kept_shares(case: ChangeRequest) -> dict[str, Any]:
    """Of several units that are to join only the last is shown again: one joins at a time."""
    found: dict[str, Any] = {}
    present = {share.unit_id for share in shares_of(g.db, case.project)}
    for row in case.proposed.get("shares", ()):
        if row["unit"] in present:
            found |= {f"{key}_{row['unit']}": row[key] for key in ("fiscal", "own")}
            continue
        found["new_partner"] = g.db.get_one(Organisation, row["unit"]).name
        found |= {f"new_{key}": row[key] for key in ("tasks", "fiscal", "own")}
    return found


def _mail_of(case: ChangeRequest, key: str) -> str:
    person = named(case, Person, key)
    return person.email if person else ""
