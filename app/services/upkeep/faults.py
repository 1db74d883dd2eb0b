"""What became of work that failed, in words: what stopped it, and who can mend that.

The queue and letters keep an error as `Class: message`; the class stays for the operator.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.services.telling.messages import ADDRESS_NOT_ASCII
from workflows.engine.text import Text

ADMIN = Text("系统管理员", "the system administrator")
_OPERATOR = Text("服务器运维人员", "the server operator")
_MAKERS = Text(
    "系统维护人员（请附技术信息）", "the system maintainer (please attach the technical details)"
)
_PARTNER = Text("对方系统的管理员", "the other system's administrator")

WORK: dict[str, Text] = {
    "letter": Text("制作公文", "Making letters"),
    "mail": Text("发送邮件", "Sending emails"),
    "digest": Text("发送每日汇总", "Sending daily summaries"),
    "invitation": Text("邀请没有账户的成员", "Inviting a member without an account"),
    "assign": Text("分配评审任务", "Assigning reviews"),
    "takeaway": Text("生成下载文件", "Preparing downloads"),
    "webhook": Text("推送给伙伴系统", "Notifying partner systems"),
    "bid_files": Text("清理揭榜文件", "Clearing bid files"),
    "upload_parts": Text("清理未完成的上传", "Clearing unfinished uploads"),
    "compare": Text("查重", "Similarity check"),
    "rehearse": Text("演练指南", "Rehearsing calls"),
    "verify_history": Text("核验流转记录", "Verifying the history"),
}
_OWN_WORDS = frozenset({"RetryableError", "FinalError", "BadLetter", "NoIdentity", "NoStamp"})
"""Raised with words that are meant to be read."""

_KNOWN: dict[str, tuple[Text, Text]] = {
    **dict.fromkeys(
        ("OperationalError", "InterfaceError", "TimeoutError"),
        (
            Text("数据库或网络一时不可用", "The database or network was temporarily unavailable"),
            _OPERATOR,
        ),
    ),
    **dict.fromkeys(
        ("OSError", "PermissionError", "FileNotFoundError", "StoreAway", "ConnectionRefusedError"),
        (
            Text(
                "磁盘、文件目录或文件存储不可用",
                "The disk, a folder or the file store was unavailable",
            ),
            _OPERATOR,
        ),
    ),
    "MissingFile": (
        Text("所需文件不在文件存储中", "A file it needs is not in the file store"),
        Text("服务器运维人员（从备份恢复）", "the server operator (restore from backup)"),
    ),
    "MissingFont": (
        Text("公文字体缺失", "A font for letters is missing"),
        Text("服务器运维人员（CHONGXIAN_FONTS）", "the server operator (CHONGXIAN_FONTS)"),
    ),
}
_SAID: dict[str, tuple[Text, Text]] = {
    **dict.fromkeys(
        ("mail", "digest", "invitation"),
        (
            Text("邮件服务器的回答：{words}", "Reply from the mail server: {words}"),
            Text(
                "系统管理员（邮件服务器或收件地址）",
                "the system administrator (mail server or recipient address)",
            ),
        ),
    ),
    "webhook": (Text("对方系统的回答：{words}", "Reply from the other system: {words}"), _PARTNER),
}
"""Of whom the words of an error are, where they are somebody else's."""
_ADDRESS = Text(
    "邮箱地址含有非英文字符，邮件服务器不支持（SMTPUTF8）",
    "The email address contains non-English characters, which the mail server does not "
    "support (SMTPUTF8)",
)
_FAULT = Text("程序遇到意外情况", "The program met an unexpected condition")


@dataclass(frozen=True, slots=True)
class Explained:
    """`details` is the error as it was kept."""

    what: Text
    who: Text
    details: str


def explained(job: str, error: str) -> Explained | None:
    """None without an error."""
    if not error:
        return None
    kind, colon, words = error.partition(": ")
    if not colon or not kind.isidentifier():
        return Explained(_in_two(error), ADMIN, error)
    if kind not in _OWN_WORDS:
        return Explained(*_KNOWN.get(kind, (_FAULT, _MAKERS)), error)
    if words == ADDRESS_NOT_ASCII:
        return Explained(_ADDRESS, ADMIN, error)
    whose, who = _SAID.get(job, (Text("{words}", "{words}"), ADMIN))
    return Explained(whose.format(words=_in_two(words)), who, error)


def _in_two(words: str) -> Text:
    """Words for the log stand in Chinese and, after a stroke, in English."""
    zh, stroke, en = words.partition(" / ")
    return Text(zh, en if stroke else zh)
