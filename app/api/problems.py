"""Errors as application/problem+json (RFC 9457), in both languages."""

from __future__ import annotations

from flask import Response, g, jsonify
from werkzeug.exceptions import HTTPException

from workflows.engine.text import Text

ROOT = "/api/"
"""Whatever is asked for below it is answered so, also where there is no such address."""

GREATEST = 2**31 - 1
"""The greatest number of a row."""

WORDS: dict[int, tuple[Text, Text]] = {
    400: (
        Text("参数有误", "A parameter is invalid"),
        Text(
            "after、limit 须为整数，limit 为 1 至 100",
            "after and limit must be whole numbers; limit must be from 1 to 100",
        ),
    ),
    401: (
        Text("需要有效的令牌", "A valid token is required"),
        Text(
            "请在 Authorization 头中给出 Bearer 令牌；令牌在“登录与安全”页面建立，可能已到期或撤销",
            "Send a Bearer token in the Authorization header. Create one on the “Sign-in and "
            "security” page. Yours may have expired or been revoked",
        ),
    ),
    403: (
        Text("令牌的范围不够", "The token's scopes do not cover this"),
        Text(
            "请令牌所有人另建一个含此范围的令牌",
            "Ask the token's owner to create one with this scope",
        ),
    ),
    404: (
        Text("没有找到", "Not found"),
        Text(
            "没有这一条，或令牌所有人看不到它",
            "It does not exist, or the token's owner cannot see it",
        ),
    ),
    405: (
        Text("不能用这个方法", "This method is not allowed"),
        Text("接口只供读取，请用 GET", "The API is read-only: use GET"),
    ),
    429: (
        Text("请求或错误的令牌太多", "Too many requests, or too many wrong tokens"),
        Text("请按 Retry-After 等待后再试", "Wait as long as Retry-After says, then try again"),
    ),
    500: (
        Text("系统暂时出错", "Something went wrong"),
        Text(
            "请稍后重试；多次出现请告知 request_id",
            "Try again later. If it keeps happening, report the request_id",
        ),
    ),
    503: (
        Text("系统正在恢复", "The system is recovering"),
        Text("请按 Retry-After 等待后再试", "Wait as long as Retry-After says, then try again"),
    ),
}


def problem(error: HTTPException) -> Response:
    """An error that has no WORDS is told as the kind it is of: 400 or 500."""
    code = error.code or 500
    title, detail = WORDS.get(code) or WORDS[500 if code >= 500 else 400]
    answer = jsonify(
        type="about:blank",
        status=code,
        title=title.en,
        title_zh=title.zh,
        detail=detail.en,
        detail_zh=detail.zh,
        request_id=g.request_id,
    )
    answer.status_code = code
    answer.content_type = "application/problem+json"
    for name, value in error.get_headers():
        if name in ("Allow", "WWW-Authenticate", "Retry-After"):
            answer.headers[name] = value
    return answer
