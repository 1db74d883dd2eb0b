"""A list of experts' fees is drawn up from who served, and written by whoever drew it up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.models import Assessment, Case, FeeLine, FeeList, Item, Person, ReviewGroup
from app.services.cases import call_of
from app.services.door.turns import take_turn
from app.services.fees.serving import EXCLUDED, Panel, Served, Service, panel_on, service_of
from app.services.moves import begin
from app.services.problems import Problems, alone
from workflows.engine.calendar import local_date
from workflows.engine.money import yuan_text
from workflows.engine.text import Text
from workflows.money.fees import FORMS, MEETING, ONLINE, STANDINGS, Standard, gross_of, standard

HALF_DAYS_MOST = 30


@dataclass(frozen=True, slots=True)
class LineTyped:
    """What is typed of one line; `net` in 分 after tax."""

    standing: str
    half_days: int
    net: int
    reason: str


@dataclass(frozen=True, slots=True)
class ListTyped:
    """`lines` by their number."""

    form: str
    attendance: str
    source: str
    lines: Mapping[int, LineTyped]


def draw_up(
    session: Session, case: Case, round_: int, by: Person, now: datetime
) -> FeeList | Problems:
    """Of the panel of this case in this round. Whoever gets nothing stands in it with the cause."""
    take_turn(session)
    panel = panel_on(session, case)
    service = service_of(session, panel, round_)
    if panel is None or service is None or not service.is_over:
        return alone(_NOT_SERVED)
    if _listed(session, panel, round_) is not None:
        return alone(_LISTED)
    if all(one.excluded for one in service.members):
        return alone(_NOBODY)
    call = call_of(case)
    assert call is not None, "every panel is of a call"
    fees = FeeList(
        call=call,
        round=round_,
        number=_next_number(session, now),
        form=service.form,
        served_on=service.served_on,
        drawn_by=by,
        lines=[],
    )
    _put_on(fees, panel)
    begin(session, fees, by, now)
    fees.lines += _lines(fees, service)
    session.flush()
    return fees


def _listed(session: Session, panel: Panel, round_: int) -> FeeList | None:
    """The list of the panel that stands."""
    of_panel = _of_panel(panel), FeeList.round == round_
    stands = select(FeeList).where(FeeList.state != "dropped", *of_panel)
    return session.scalars(stands).first()


def save(session: Session, fees: FeeList, typed: ListTyped, by: Person) -> Problems | None:
    """By whoever drew it up, so that another checks every figure."""
    if fees.state != "drawn_up":
        return alone(_NOT_NOW)
    if fees.drawn_by_id != by.id:
        return alone(_NOT_YOURS)
    problems = dict(_problems(fees, typed))
    if problems:
        return Problems(problems)
    fees.form, fees.attendance, fees.source = typed.form, typed.attendance, typed.source
    for line in fees.to_pay:
        _write(line, typed.lines[line.row])
    session.flush()
    return None


def written(fees: FeeList) -> dict[str, object]:
    """What stands in the list now, by the names of the fields that write it."""
    found: dict[str, object] = {
        "form": fees.form,
        "attendance": fees.attendance,
        "source": fees.source,
    }
    for line in fees.to_pay:
        found |= {
            f"standing_{line.row}": line.standing,
            f"half_days_{line.row}": line.half_days,
            f"net_{line.row}": line.net,
            f"reason_{line.row}": line.reason,
        }
    return found


def bounds_of(fees: FeeList, line: FeeLine) -> Standard:
    rules = fees.call.parameters
    return standard(line.standing, fees.form, line.half_days, line.files, rules)


def standards_of(fees: FeeList) -> list[tuple[Text, Standard, Standard, Standard]]:
    """By title: for a day of a meeting, for half a day, and for one file read online."""
    rules = fees.call.parameters
    return [
        (
            label,
            standard(key, MEETING, 2, 0, rules),
            standard(key, MEETING, 1, 0, rules),
            standard(key, ONLINE, 0, 1, rules),
        )
        for key, label in STANDINGS.items()
    ]


def outside(fees: FeeList) -> Iterator[tuple[FeeLine, Standard]]:
    """Lines beyond the standard, each with its bounds."""
    for line in fees.to_pay:
        bounds = bounds_of(fees, line)
        if not bounds.allows(line.net):
            yield line, bounds


def unearned(session: Session, fees: FeeList) -> dict[FeeLine, Text]:
    """Lines with a fee for what counts no more since the list was drawn up, each with the cause,
    as long as the bank was not given them."""
    return dict(_unearned(session, fees))


def _unearned(session: Session, fees: FeeList) -> Iterator[tuple[FeeLine, Text]]:
    service = service_of(session, fees.panel, fees.round)
    counted = {one.expert.id: one for one in service.members} if service else {}
    unpaid = (one for one in fees.lines if one.is_unpaid and one.given_to_bank_at is None)
    for line in unpaid:
        served = counted.get(line.expert_id, Served(line.expert, excluded="unsigned"))
        if served.excluded:
            yield line, EXCLUDED[served.excluded]
        elif fees.form == ONLINE and served.files != line.files:
            yield line, _COUNTED.format(n=served.files)


def bounds_words(bounds: Standard) -> Text:
    least, most = yuan_text(bounds.least), yuan_text(bounds.most)
    return Text(f"税后 {least.zh}至 {most.zh}", f"{least.en} to {most.en} after tax")


def _problems(fees: FeeList, typed: ListTyped) -> Iterator[tuple[str, Text]]:
    if typed.form not in FORMS:
        yield "form", _CHOOSE
        return
    rules = fees.call.parameters
    for line in fees.to_pay:
        written = typed.lines.get(line.row)
        if written is None or written.standing not in STANDINGS:
            yield f"standing_{line.row}", _CHOOSE
            continue
        half_days = written.half_days if typed.form == MEETING else 0
        if not 0 <= half_days <= HALF_DAYS_MOST:
            yield f"half_days_{line.row}", _HALF_DAYS.format(most=HALF_DAYS_MOST)
            continue
        bounds = standard(written.standing, typed.form, half_days, line.files, rules)
        if not bounds.allows(written.net):
            yield f"net_{line.row}", _OUTSIDE.format(bounds=bounds_words(bounds))
        elif typed.form == MEETING and not written.reason:
            yield f"reason_{line.row}", _NO_REASON


def _write(line: FeeLine, typed: LineTyped) -> None:
    meets = line.fee_list.form == MEETING
    line.standing, line.half_days = typed.standing, typed.half_days if meets else 0
    line.reason = typed.reason
    _price(line, typed.net)


def _price(line: FeeLine, net: int) -> None:
    """As if nothing else were paid in the month."""
    line.net, line.gross = net, gross_of(net)


def _lines(fees: FeeList, service: Service) -> list[FeeLine]:
    """Who is paid first. A fee begins at the least, of a meeting once its days are typed."""
    members = sorted(service.members, key=lambda one: bool(one.excluded))
    return [_line(fees, row, one) for row, one in enumerate(members, start=1)]


def _line(fees: FeeList, row: int, one: Served) -> FeeLine:
    line = FeeLine(
        row=row,
        expert=one.expert,
        excluded=one.excluded,
        standing="senior" if one.expert.is_senior else "other",
        files=one.files,
        half_days=0,
    )
    is_priced = fees.form == ONLINE and not one.excluded
    _price(line, bounds_of(fees, line).least if is_priced else 0)
    return line


def _put_on(fees: FeeList, panel: Panel) -> None:
    match panel:
        case ReviewGroup():
            fees.group = panel
        case Item():
            fees.item = panel
        case Assessment():
            fees.assessment = panel


def _of_panel(panel: Panel) -> ColumnElement[bool]:
    match panel:
        case ReviewGroup():
            return FeeList.group_id == panel.id
        case Item():
            return FeeList.item_id == panel.id
        case Assessment():
            return FeeList.assessment_id == panel.id


def _next_number(session: Session, now: datetime) -> str:
    prefix = f"ZJ{local_date(now).year}-"
    newest = session.scalar(
        select(func.max(FeeList.number)).where(FeeList.number.startswith(prefix))
    )
    serial = int(newest.removeprefix(prefix)) + 1 if newest else 1
    return f"{prefix}{serial:04d}"


_LISTED = Text(
    "该专家组已有专家费发放单；有误的先取消，再另行拟制。",
    "This panel already has a fee list. If it is wrong, cancel it first, then draw up another.",
)
_NOT_SERVED = Text(
    "专家组的工作尚未完成，意见齐备后才能拟制专家费。",
    "This panel has not finished its work. Fees can be drawn up only when all opinions are in.",
)
_NOBODY = Text("没有应付专家费的成员。", "No members of this panel are due a fee.")
_NOT_NOW = Text(
    "发放单已提交，不能再修改；如有误，请复核人或财务退回。",
    "The fee list has been submitted and can no longer be edited. If it is wrong, have "
    "the checker or the finance team return it.",
)
_NOT_YOURS = Text(
    "发放单由拟制人填写，以便另一人复核；拟制人不在的，可取消后另行拟制。",
    "Only the person who drew up the list can fill it in, so that another person "
    "checks it. If they are away, cancel it and draw up another.",
)
_COUNTED = Text("现计 {n} 份", "{n} proposals counted")
_CHOOSE = Text("请选择。", "Choose one.")
_HALF_DAYS = Text("半天数须在 0 至 {most} 之间。", "Half days must be from 0 to {most}.")
_OUTSIDE = Text("超出标准，应为{bounds}。", "Outside the rates: it should be {bounds}.")
_NO_REASON = Text(
    "请写明出席依据；未出席的写明情况，金额为零。",
    "Enter the proof of attendance. For those who did not attend, explain and enter zero.",
)
