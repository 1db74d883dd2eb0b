"""What is typed on the account pages."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    PasswordField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import Email, EqualTo, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.services.identity.api_tokens import DAYS
from app.services.identity.passwords import LEAST, why_not
from app.services.identity.unit_entries import ELSEWHERE, UNIT_KINDS, Unit
from app.services.open_call.needs import PROVINCE_CITIES
from app.web.shared.fields import DayField, LineField
from app.web.shared.filters import say
from app.web.shared.forms import Form, Required, choices
from app.web.shared.session import LOCALES
from app.web.shared.shared_forms import SharedForm

_GOOD = _l("至少 %(least)s 个字符，不要与其他网站相同。", least=LEAST)


class StrongEnough:
    """As `app.services.identity.passwords` wants a new password, said with all other mistakes."""

    def __call__(self, form: Form, field: Field) -> None:
        email = form["email"].data if "email" in form else ""
        weakness = why_not(field.data or "", email or "")
        if weakness is not None:
            raise ValidationError(say(weakness))


def _mail() -> EmailField:
    wrong = _l("邮箱地址无法识别，请检查，例如 name@example.org。")
    return EmailField(
        _l("邮箱"),
        [Required(), Length(max=254, message=wrong), Email(message=wrong)],
        render_kw={"autocomplete": "username"},
    )


def _new_password(label: Any) -> PasswordField:
    return PasswordField(
        label,
        [Required(), StrongEnough()],
        description=_GOOD,
        render_kw={"autocomplete": "new-password"},
    )


def _repeated() -> PasswordField:
    return PasswordField(
        _l("再输一次"),
        [Required(), EqualTo("password", message=_l("两次输入的密码不一致。"))],
        render_kw={"autocomplete": "new-password"},
    )


class SignInForm(Form):
    email = EmailField(_l("邮箱"), [Required()], render_kw={"autocomplete": "username"})
    password = PasswordField(
        _l("密码"), [Required()], render_kw={"autocomplete": "current-password"}
    )
    next = HiddenField()
    kept = HiddenField()


def city_choices() -> list[SelectChoice]:
    cities = ((city, city) for city in PROVINCE_CITIES)
    return choices((("", _l("请选择")), *cities, (ELSEWHERE, _l("省外"))))


class LeaveForm(Form):
    reason = LineField(
        _l("离开原因"), [Required()], most=300, description=_l("例如：调入某某大学、离职、退休。")
    )


class NameField(Form):
    """Before the unit, as it stands on the page: a form tells what is wrong in the order in which
    its fields are made."""

    name = LineField(_l("姓名"), [Required()], most=50, render_kw={"autocomplete": "name"})


class UnitFields(Form):
    """The unit somebody belongs to, and what is asked of one that is not in the system yet: that is
    on the page, and checked, only where there is none of the name."""

    unit = LineField(
        _l("所在单位"),
        [Required()],
        most=200,
        description=_l("单位全称，或 18 位统一社会信用代码。"),
        render_kw={"autocomplete": "organization"},
    )
    unit_missing = BooleanField(_l("系统中没有我的单位，申请登记"))
    credit_code = LineField(_l("统一社会信用代码"), most=40)
    unit_kind = SelectField(
        _l("单位类型"),
        choices=lambda: choices(
            (("", _l("请选择")), *((key, say(label)) for key, label in UNIT_KINDS.items()))
        ),
        validate_choice=False,
    )
    city = SelectField(
        _l("所在设区市"),
        choices=city_choices,
        validate_choice=False,
    )

    def asked(self) -> Unit | None:
        """The unit to be entered, where its entry is asked for."""
        if not self.unit_missing.data:
            return None
        return Unit(
            self.unit.data or "",
            self.unit_kind.data or "",
            self.credit_code.data or "",
            self.city.data or "",
        )


class RegisterForm(UnitFields, NameField):
    email = _mail()
    password = _new_password(_l("密码"))
    repeated = _repeated()
    pledge = BooleanField(_l("我已阅读并作出信用承诺"), [Required()])


class AskForResetForm(Form):
    email = _mail()


class ResetForm(Form):
    password = _new_password(_l("新密码"))
    repeated = _repeated()


class ChangePasswordForm(Form):
    password = _new_password(_l("新密码"))
    repeated = _repeated()


class SecondStepForm(Form):
    """With the fields of what the person has set up."""

    next = HiddenField()
    kept = HiddenField()


class NamedFactorForm(Form):
    name = LineField(
        _l("名称"), [Required()], most=60, description=_l("例如：办公室手机、我的笔记本电脑。")
    )


class TotpForm(NamedFactorForm):
    """`secret` is what the picture shows, sealed, so that nothing is kept before it is proven."""

    secret = HiddenField()
    code = LineField(
        _l("验证器显示的 6 位数字"),
        [Required()],
        most=20,
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class ApiTokenForm(Form):
    name = LineField(
        _l("名称"), [Required()], most=60, description=_l("例如：财务系统、市科技局平台。")
    )
    scopes = SelectMultipleField(
        _l("范围"), [Required()], option_widget=CheckboxInput(), widget=ListWidget()
    )
    days = SelectField(
        _l("有效天数"), [Required()], coerce=int, choices=choices((n, n) for n in DAYS)
    )


class PasskeyForm(NamedFactorForm):
    answer = HiddenField()


class SignedForm(Form):
    """Nothing but a signature."""


class ConfirmForm(Form):
    """Opening a link in a mail does not use it up."""

    password = PasswordField(
        _l("密码"),
        [Required()],
        description=_l("注册时设的密码。不是您本人注册或忘记了密码的，请重设密码，同样确认邮箱。"),
        render_kw={"autocomplete": "current-password"},
    )


class ProfileForm(SharedForm):
    name = LineField(_l("姓名"), [Required()], most=50, render_kw={"autocomplete": "name"})
    title = LineField(_l("职称"), most=60, description=_l("例如：研究员、高级工程师。"))
    degree = LineField(_l("学位"), most=60)
    born_on = DayField(_l("出生日期"), description=_l("用于核对指南的年龄要求。"))
    locale = SelectField(_l("界面和邮件语言"), choices=choices(LOCALES.items()))
