"""What stands in the history without being a move, and what was noted with it."""

from __future__ import annotations

from app.services.calls.call_drafts import CALL_PARTS
from app.services.days_ordered import CONFIRMED as DAYS_CONFIRMED
from app.services.days_ordered import ENTERED as DAYS_ENTERED
from app.services.days_ordered import REFUSED as DAYS_REFUSED
from app.services.edits import PARTS
from app.services.eligibility.waiving import ASKED as LIMIT_ASKED
from app.services.eligibility.waiving import CONFIRMED as LIMIT_CONFIRMED
from app.services.eligibility.waiving import REFUSED as LIMIT_REFUSED
from app.services.eligibility.waiving import WITHDRAWN as LIMIT_WITHDRAWN
from app.services.experts.expert_pool import CHANGED, ENTERED
from app.services.experts.expert_sheet import COLUMNS
from app.services.fees.accounts import ACCOUNTS_READ
from app.services.files.attaching import FILE_ADDED, FILE_WITHDRAWN
from app.services.history import EDITED, TEST_RECORDED
from app.services.identity.roles_on_record import (
    CONFIRMED,
    ENDED,
    GRANTED,
    GRANTED_ALONE,
    PROPOSED,
    REFUSED,
    WITHDRAWN,
)
from app.services.integrity.subjects import RESPONDENT_NAMED
from app.services.money.matching import SOURCES
from app.services.notice_periods import LENGTHENED
from app.services.open_call.arguing import DECLINED, SIGNED
from app.services.open_call.needs import ITEM_PARTS
from app.services.races.planning import PLAN_PARTS
from app.services.races.refocusing import TARGET_PARTS
from app.services.seals.record import BEGUN, EXPLAINED, REASON, ROW, SEALED
from app.services.terms import MOVED
from app.services.upkeep.faults import WORK
from app.services.upkeep.retention import RETAINED
from app.services.upkeep.setting_aside import SET_ASIDE
from workflows.engine.model import Ask, AskKind
from workflows.engine.text import Text

_MATCHING = (
    Ask("source", Text("来源", "Source"), AskKind.CHOICE, choices=tuple(SOURCES.items())),
    Ask("amount", Text("金额", "Amount"), AskKind.MONEY),
    Ask("arrived_on", Text("到账日期", "Received on"), AskKind.DATE),
)
_DAYS = (
    Ask("year", Text("年度", "Year")),
    Ask("source", Text("文件", "Document")),
    Ask("days_off", Text("放假", "Holidays")),
    Ask("working_days", Text("上班", "Working days")),
    Ask("reason", Text("理由", "Reason")),
)
_MOVED = (
    Ask("source", Text("文件", "Document")),
    Ask("before", Text("原期限", "Former deadline")),
    Ask("after", Text("新期限", "New deadline")),
)
_LIMIT = (Ask("finding", Text("所涉限项", "Limit")), Ask("reason", Text("理由", "Reason")))
_ARGUMENT = (Ask("comment", Text("论证意见", "Opinion")),)
_DECLINED = (Ask("reason", Text("理由", "Reason")),)
_ACCOUNT = (Ask("bank", Text("开户银行", "Bank")), Ask("number", Text("账号", "Account number")))
_FILE = (Ask("file", Text("文件", "File")), Ask("sha256", Text("SHA-256", "SHA-256")))
_MESSAGE = (
    Ask("to", Text("收件人", "To")),
    Ask("subject", Text("标题", "Subject")),
    Ask("reason", Text("理由", "Reason")),
)
_EDITED = (
    *_MESSAGE,
    Ask("body", Text("原文", "Text before")),
    Ask("subject_en", Text("英文标题", "English subject")),
    Ask("body_en", Text("英文原文", "English text before")),
    Ask("new_subject", Text("新标题", "New subject")),
    Ask("new_body", Text("新正文", "New text")),
    Ask("new_subject_en", Text("新英文标题", "New English subject")),
    Ask("new_body_en", Text("新英文正文", "New English text")),
    Ask(
        "rest",
        Text("另一种语言", "The other language"),
        AskKind.CHOICE,
        choices=(
            ("holds", Text("经办人确认仍与此相符", "Officer confirms it still says the same")),
        ),
    ),
)
_DRAFT_EDITED = (
    Ask(
        PARTS,
        Text("修改的部分", "Parts changed"),
        AskKind.CHOICE,
        choices=tuple((CALL_PARTS | ITEM_PARTS | PLAN_PARTS | TARGET_PARTS).items()),
    ),
)
_REMOVED = (
    Ask("since", Text("此前未再使用", "Not used since"), AskKind.MOMENT),
    Ask("people", Text("匿名账户编号", "Anonymised account ids")),
    Ask("nameless", Text("其中姓名一并去除", "Of which names also removed")),
    Ask("sign_ins", Text("登录记录", "Sign-in records")),
    Ask("messages", Text("消息", "Messages")),
    Ask("senders", Text("意见提出人", "Comment senders")),
)
_WEBHOOK = (
    Ask("name", Text("名称", "Name")),
    Ask("host", Text("主机", "Host")),
    Ask("owner", Text("所凭账户", "Account used")),
    Ask("by", Text("办理人", "Done by")),
)
_WORK = (
    Ask("work", Text("作业", "Job"), AskKind.CHOICE, choices=tuple(WORK.items())),
    Ask("number", Text("作业序号", "Job number")),
    Ask("reason", Text("理由", "Reason")),
)
_ROLE = (
    Ask("person", Text("人员", "Person")),
    Ask("role", Text("角色", "Role")),
    Ask("unit", Text("单位", "Unit")),
)
_PROPOSED_ROLE = (*_ROLE, Ask("proposed_by", Text("提出人", "Proposed by")))
_EARLIER = (
    Ask("number", Text("编号", "Number")),
    Ask("title", Text("名称", "Title")),
    Ask("leader", Text("负责人账户编号", "Project leader's account id")),
    Ask("outcome", Text("状态", "Outcome")),
    Ask("granted", Text("资助金额（万元，期初数）", "Award (万元, opening figure)")),
    Ask("paid", Text("已拨金额（万元，期初数）", "Paid (万元, opening figure)")),
    Ask("spent", Text("已支出金额（万元，期初数）", "Spent (万元, opening figure)")),
)
_EXPERT = (
    Ask("expert", Text("专家编号", "Expert id")),
    Ask("by", Text("办理人", "Done by")),
    *(Ask(key, label) for key, label in COLUMNS.items() if key not in ("name", "email", "unit")),
    Ask("unit", Text("单位编号", "Unit id")),
)
_BREAK = (Ask(ROW, Text("行", "Row")), Ask(REASON, Text("原因", "Reason")))
_RESPONDENT = (Ask("project", Text("项目", "Project")),)
_PANEL = (
    Ask("drawn", Text("抽签产生（人）", "Drawn by lot (people)")),
    Ask("appointed", Text("指定（人）", "Appointed (people)")),
    Ask("commitment", Text("抽取承诺", "Draw commitment")),
)
_TEST = (
    Ask("team", Text("团队", "Team")),
    Ask("tester", Text("检测机构", "Testing body")),
    Ask("report", Text("检测报告编号", "Test report number")),
    Ask("tested_on", Text("检测日期", "Test date"), AskKind.DATE),
    Ask("measured", Text("实测", "Measured")),
)
NOTED: dict[str, tuple[Text, tuple[Ask, ...]]] = {
    RETAINED: (Text("清理个人信息", "Personal data removed"), _REMOVED),
    "project_imported": (Text("导入往年项目", "Earlier projects imported"), _EARLIER),
    ENTERED: (Text("专家入库", "Expert added to the pool"), _EXPERT),
    CHANGED: (Text("修改专家信息", "Expert's details changed"), _EXPERT),
    RESPONDENT_NAMED: (Text("确认当事人", "Respondent confirmed"), _RESPONDENT),
    "webhook_registered": (Text("登记推送", "Webhook registered"), _WEBHOOK),
    "webhook_rotated": (Text("更换推送密钥", "Webhook secret replaced"), _WEBHOOK),
    "webhook_ended": (Text("停止推送", "Webhook stopped"), _WEBHOOK),
    SET_ASIDE: (Text("失败的作业不再办理", "Failed job set aside"), _WORK),
    GRANTED: (Text("授予角色", "Role granted"), _ROLE),
    GRANTED_ALONE: (
        Text("授予角色（尚无第二人可核准）", "Role granted (no second person to approve yet)"),
        _ROLE,
    ),
    PROPOSED: (Text("提出授予角色", "Role proposed"), _ROLE),
    CONFIRMED: (Text("核准授予角色", "Role approved"), _PROPOSED_ROLE),
    REFUSED: (Text("不予核准角色", "Role refused"), _PROPOSED_ROLE),
    WITHDRAWN: (Text("撤回提出的角色", "Role proposal withdrawn"), _PROPOSED_ROLE),
    ENDED: (Text("终止角色", "Role ended"), _ROLE),
    SEALED: (Text("封存", "Sealed"), ()),
    BEGUN: (Text("启用封存", "Seals put into use"), ()),
    EXPLAINED: (Text("说明封存不衔接的原因", "Reason recorded for a break in the seals"), _BREAK),
    "message_held": (Text("暂缓消息", "Message put on hold"), _MESSAGE),
    "message_edited": (Text("修改消息", "Message edited"), _EDITED),
    "message_cancelled": (Text("取消消息", "Message cancelled"), _MESSAGE),
    "message_released": (Text("发出消息", "Message sent"), _MESSAGE),
    EDITED: (Text("修改草稿", "Draft edited"), _DRAFT_EDITED),
    SIGNED: (Text("签署论证意见", "Appraisal opinion signed"), _ARGUMENT),
    TEST_RECORDED: (Text("登记第三方检测结果", "Third-party test recorded"), _TEST),
    DECLINED: (Text("谢绝论证", "Appraisal declined"), _DECLINED),
    "panel_formed": (Text("组建专家组", "Panel formed"), _PANEL),
    "commit": (Text("公布抽取承诺", "Draw commitment published"), ()),
    "tally": (Text("无记名投票计票结果", "Secret vote counted"), ()),
    MOVED: (Text("放假安排变动，期限调整", "Deadline moved: holidays changed"), _MOVED),
    LENGTHENED: (
        Text("放假安排变动，公示期延长", "Notice extended: holidays changed"),
        _MOVED,
    ),
    DAYS_ENTERED: (Text("录入放假和上班安排", "Holidays and working days entered"), _DAYS),
    DAYS_CONFIRMED: (Text("确认放假和上班安排", "Holidays and working days confirmed"), _DAYS),
    DAYS_REFUSED: (Text("不予确认放假和上班安排", "Holidays and working days refused"), _DAYS),
    LIMIT_ASKED: (Text("申请限项例外", "Waiver of a limit requested"), _LIMIT),
    LIMIT_CONFIRMED: (Text("核准限项例外", "Waiver of a limit approved"), _LIMIT),
    LIMIT_REFUSED: (Text("不予限项例外", "Waiver of a limit refused"), _LIMIT),
    LIMIT_WITHDRAWN: (Text("撤回限项例外", "Waiver of a limit withdrawn"), _LIMIT),
    "matching_filed": (Text("登记配套资金", "Matching funds recorded"), _MATCHING),
    "matching_confirmed": (Text("确认配套资金", "Matching funds confirmed"), _MATCHING),
    "matching_reversed": (
        Text("冲销配套资金", "Matching funds reversed"),
        (*_MATCHING, Ask("reason", Text("理由", "Reason"))),
    ),
    FILE_ADDED: (Text("上传材料", "File uploaded"), _FILE),
    FILE_WITHDRAWN: (Text("撤回材料", "File withdrawn"), _FILE),
    ACCOUNTS_READ: (
        Text("读取专家收款账户", "Experts' accounts read"),
        (Ask("lines", Text("序号", "Lines")),),
    ),
    "account_named": (Text("登记收款账户", "Receiving account registered"), _ACCOUNT),
    "account_verified": (Text("核验收款账户", "Receiving account verified"), _ACCOUNT),
    "account_retired": (Text("停用收款账户", "Receiving account closed"), _ACCOUNT),
    "payee_changed": (
        Text("收款单位变更", "Payee changed"),
        (
            Ask("payee_before", Text("原收款单位", "Former payee")),
            Ask("account_before", Text("原账号", "Former account number")),
            Ask("payee", Text("收款单位", "Payee")),
        ),
    ),
}
"""By its name in the history: its label, and what was asked."""
