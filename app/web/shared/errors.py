"""Every error has a page that says what happened and what to do next, and none that leaks."""

from __future__ import annotations

import structlog
from flask import (
    Flask,
    Response,
    current_app,
    g,
    jsonify,
    make_response,
    render_template,
    request,
)
from flask_babel import gettext as _
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from sqlalchemy.orm.exc import DetachedInstanceError, StaleDataError
from werkzeug.exceptions import (
    Conflict,
    HTTPException,
    InternalServerError,
    ServiceUnavailable,
    UnprocessableEntity,
)

from app.files.store import StoreAway
from app.web.shared.links import page_at
from app.web.shared.redirecting import to_path
from app.web.shared.requests import route

log = structlog.get_logger()

_RETRY_AFTER = 10
"""Seconds after which a database that restarts is mostly back."""

_LAST_RESORT = (
    "<!doctype html><html lang='zh-Hans'><meta charset='utf-8'><title>500</title>"
    "<h1>系统暂时出错 · Something went wrong</h1>"
    "<p>您的操作没有完成，请稍后重试。Nothing was changed; please try again later.</p>"
)


def init_errors(app: Flask) -> None:
    app.register_error_handler(HTTPException, _show_to_reader)
    for kind in (StaleDataError, IntegrityError):
        app.register_error_handler(kind, _show_overtaken)
    app.register_error_handler(NoFreeConnection, show_database_away)
    app.register_error_handler(StoreAway, _show_store_away)
    app.register_error_handler(InternalServerError, _show_fault)


def _show_overtaken(_error: Exception) -> Response:
    """Who reads it is asked of a new transaction: PostgreSQL answers nothing more in this one."""
    g.db.rollback()
    return show(Conflict())


def _show_to_reader(error: HTTPException) -> Response:
    """Who reads it, and in which language, is asked of the database, which may be away."""
    try:
        return show(error)
    except OperationalError as fault:
        if not tells_of_absence(fault):
            raise
        return show_database_away(fault)


def show(error: HTTPException) -> Response:
    """The page of an HTTP error, or the same as JSON for a script. A room whose readers are
    programs has an answer of its own for all below its address."""
    if error.response is not None or (error.code or 500) < 400:
        return make_response(error.get_response())
    for root, answer in current_app.extensions.get("errors_below", {}).items():
        if request.path.startswith(root):
            told: Response = answer(error)
            return told
    code = error.code or 500
    if code == 405 and request.method in ("GET", "HEAD") and (page := page_at(request.path)):
        return to_path(page)
    title, advice = wording(code)
    if wants_json():
        answer = jsonify(error=code, title=title, advice=advice, request_id=g.request_id)
    else:
        answer = make_response(
            render_template("errors/page.html", code=code, title=title, advice=advice)
        )
    answer.status_code = code
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            answer.headers.setdefault(name, value)
    return answer


def wants_json() -> bool:
    return request.is_json or request.accept_mimetypes.best == "application/json"


def show_database_away(error: Exception) -> Response:
    """Whether what was sent is kept is not known here: the connection may have ended after the
    commit."""
    log.warning("database_away", route=route(), fault=type(error).__name__)
    return _show_without_session(ServiceUnavailable(retry_after=_RETRY_AFTER))


def show_unstorable(error: DataError) -> Response:
    """A sign that no text of PostgreSQL holds, or more than a column does, got past the form."""
    log.error("unstorable", route=route(), error=str(error.orig).partition("\n")[0])
    return _show_without_session(UnprocessableEntity())


def tells_of_absence(error: DBAPIError) -> bool:
    """Whether the database restarts, or is locked for long. SQLite calls its faults by the same
    name; psycopg does not."""
    if not isinstance(error, OperationalError):
        return False
    return "sqlite3" not in type(error.orig).__module__ or "locked" in str(error.orig)


def _show_store_away(error: StoreAway) -> Response:
    log.error("store_away", route=route(), error=str(error))
    return show(ServiceUnavailable(retry_after=60))


def _show_fault(error: InternalServerError) -> Response:
    """The cause goes to the log, never to the page; the reader is shown the request's id."""
    log.error("request failed", route=route(), exc_info=error.original_exception or error)
    return _show_without_session(InternalServerError())


def _show_without_session(error: HTTPException) -> Response:
    """The session may be broken, so the page is made without it. A commit that failed has taken
    along what was known of the reader, and then it is the page of nobody."""
    session = g.pop("db", None)
    if session is not None:
        session.close()
    try:
        try:
            return show(error)
        except DetachedInstanceError:
            g.pop("_login_user", None)  # flask_login asks anew, and is told of nobody
            return show(error)
    except Exception:
        log.exception("the error page failed too")
        return Response(_LAST_RESORT, 500, content_type="text/html; charset=utf-8")


def wording(code: int) -> tuple[str, str]:
    """(what happened, what to do next), in the reader's language."""
    match code:
        case 401:
            return _("请先登录"), _("登录后会回到您要去的页面。")
        case 403:
            return _("您没有办理此事的权限"), _(
                "如果工作需要，请联系本单位管理员或系统管理员授予角色；授权后重新进入即可。"
            )
        case 404:
            return _("没有找到这个页面"), _(
                "地址可能有误，或者您在这件事项上没有角色。请从首页的待办或列表进入。"
            )
        case 405:
            return _("这个地址不能这样打开"), _("请回到上一页，用页面上的按钮继续。")
        case 409:
            return _("内容已另有更改"), _(
                "在您操作的同时，另一次操作（他人的，或您在另一窗口的）先完成了更改，"
                "您这次的操作没有生效。"
                "请返回并刷新，核对最新内容后再办理。"
            )
        case 410:
            return _("链接已失效"), _("链接只能使用一次，或已超过有效期。请重新申请一个。")
        case 413:
            return _("上传的内容太大"), _(
                "请压缩或拆分文件后再上传；返回上一页时，已填写的文字仍在。"
            )
        case 422:
            return _("填写的内容有问题"), _("请返回上一页，按提示修改后重新提交。")
        case 429:
            return _("操作过于频繁"), _(
                "同一网络短时间内取用过多，或正有多人同时取用。请稍等几分钟再试；登录后取用不受此限。"
            )
        case 503:
            return _("系统正在恢复"), _(
                "通常不到一分钟就好。请稍后返回上一页再试，已填写的文字仍在；"
                "如果刚才是提交，请先看办理记录里有没有，再决定是否重新提交。"
            )
    if code >= 500:
        return _("系统暂时出错"), _(
            "您的操作没有完成，也没有留下一半的结果。请稍后重试；多次出现请联系系统管理员。"
        )
    return _("请求无法处理"), _("请返回上一页，检查后重新提交。")
