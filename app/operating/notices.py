"""What whoever keeps the system running is told on their pages, before it stands still."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.documents.certificate import Standing, certificate_standing
from config import Settings
from workflows.engine.calendar import local_date
from workflows.engine.text import Text


@dataclass(frozen=True, slots=True)
class Notice:
    """`tone`: `` a notice, `warning` or `danger`; `endpoint` where it is mended, if on a page."""

    tone: str
    text: Text
    endpoint: str = ""


def notices(settings: Settings, now: datetime) -> list[Notice]:
    """The most urgent first."""
    return list(_of_certificate(certificate_standing(settings, now)))


def _of_certificate(found: Standing) -> list[Notice]:
    day = local_date(found.ends_at).isoformat() if found.ends_at else ""
    match found.state:
        case "none" | "ok":
            return []
        case "unreadable" | "early" | "ended":
            return [Notice("danger", _with_way_out(_UNFIT[found.state].format(day=day)))]
    tone = {"notice": "", "warning": "warning", "alarm": "danger"}[found.state]
    return [Notice(tone, _with_way_out(_ENDS.format(day=day, days=found.days)))]


def _with_way_out(text: Text) -> Text:
    return Text("{said}{way_out}", "{said}{way_out}").format(said=text, way_out=_RENEW)


_ENDS = Text(
    "公文签章证书将于 {day} 到期，还有 {days} 天。",
    "The certificate that signs letters ends on {day}, in {days} days. ",
)
_UNFIT = {
    "unreadable": Text(
        "公文签章证书读不出来，公文都在等待。",
        "The signing certificate cannot be read: letters wait. ",
    ),
    "early": Text(
        "公文签章证书尚未生效，公文都在等待。",
        "The signing certificate is not valid yet: letters wait. ",
    ),
    "ended": Text(
        "公文签章证书已于 {day} 到期，公文都在等待。",
        "The signing certificate ended on {day}: letters wait. ",
    ),
}
_RENEW = Text(
    "请运维人员换上新证书（CHONGXIAN_SIGNING_IDENTITY，见运行手册）。",
    "Have a new one put in place (CHONGXIAN_SIGNING_IDENTITY, see the runbook).",
)
