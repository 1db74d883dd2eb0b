"""Credit codes (统一社会信用代码, GB 32100-2015): 18 characters, the last one a check."""

from __future__ import annotations

from workflows.engine.text import Text

_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Without I, O, S, V and Z."""
_LENGTH = 18


def check_credit_code(typed: str) -> str | Text:
    """In capitals and without blanks, or why it is none."""
    code = "".join(typed.split()).upper()
    if len(code) != _LENGTH:
        return _WRONG_LENGTH.format(length=len(code))
    if any(c not in _CHARACTERS for c in code) or code[-1] != check_character(code[:-1]):
        return _MISTYPED
    return code


def check_character(code: str) -> str:
    """Of the first 17 characters."""
    weighed = sum(_CHARACTERS.index(c) * pow(3, place, 31) for place, c in enumerate(code))
    return _CHARACTERS[-weighed % 31]


_WRONG_LENGTH = Text(
    "统一社会信用代码为 18 位，现为 {length} 位",
    "A unified social credit code has 18 characters; this one has {length}",
)
_MISTYPED = Text(
    "统一社会信用代码的校验位不符，请对照营业执照或法人证书核对",
    "The check character of the credit code is wrong. Compare it with the business "
    "licence or legal-person certificate",
)
