"""统一社会信用代码 (GB 32100), 组织机构代码 (GB 11714) as people type them: refused or found odd, never corrected."""

from dataclasses import dataclass

# The signs of GB 32100; their places are their values.
CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# GB 11714 counts with all letters: A is 10 and Z is 35, also inside a credit code.
ORGANISATION_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CREDIT_LENGTH, _ORGANISATION_LENGTH = 18, 9
_CREDIT_WEIGHTS = [3**place % 31 for place in range(17)]
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_LENGTHS = "统一社会信用代码为 18 位，组织机构代码为 9 位（连字符不计）"
_TWINS = {"I": "数字 1", "O": "数字 0", "S": "数字 5", "V": "字母 U 或 Y", "Z": "数字 2"}


class CodeFault(ValueError):
    """What is wrong with the form of a code, a Chinese sentence for each fault."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("；".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class Code:
    """A code of valid form as it is stored; ``odd`` says which check digits do not fit, for some issued codes fail."""

    text: str
    odd: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return "统一社会信用代码" if len(self.text) == _CREDIT_LENGTH else "组织机构代码"


def parse(typed: str) -> Code:
    """The code that was typed; CodeFault if it cannot be one. No list of divisions is asked: old ones stay valid."""
    signs = _upper(typed.strip())
    if len(signs) == _ORGANISATION_LENGTH + 1 and signs[8] == "-":
        signs = signs[:8] + signs[9:]
    faults = _form_faults(signs)
    if faults:
        raise CodeFault(faults)
    return Code(signs, tuple(_oddities(signs)))


def credit_check_sign(body: str) -> str:
    """The 18th sign of a credit code by its first seventeen."""
    total = sum(CREDIT_SIGNS.index(sign) * weight for sign, weight in zip(body[:17], _CREDIT_WEIGHTS, strict=True))
    return CREDIT_SIGNS[-total % 31]


def organisation_check_sign(body: str) -> str:
    """The ninth sign of an organisation code by its first eight."""
    pairs = zip(body[:8], _ORGANISATION_WEIGHTS, strict=True)
    value = -sum(ORGANISATION_SIGNS.index(sign) * weight for sign, weight in pairs) % 11
    return "X" if value == 10 else str(value)


def _upper(text: str) -> str:
    """Capitals for a to z alone: what else has capitals is no sign of a code, and is named as it was typed."""
    return "".join(sign.upper() if sign.isascii() else sign for sign in text)


def _form_faults(signs: str) -> list[str]:
    if not signs:
        return ["请填写统一社会信用代码或组织机构代码"]
    if len(signs) == _ORGANISATION_LENGTH:
        return [fault for place, sign in enumerate(signs, 1) if (fault := _organisation_fault(place, sign))]
    faults = [fault for place, sign in enumerate(signs, 1) if (fault := _credit_fault(place, sign))]
    if len(signs) == _CREDIT_LENGTH:
        return faults
    length = f"共 {len(signs)} 位，位数不对：{_LENGTHS}"
    # Signs of something much too long or short are no help to anybody.
    return [length, *faults] if abs(len(signs) - _CREDIT_LENGTH) <= 2 else [length]


def _credit_fault(place: int, sign: str) -> str:
    if sign in _TWINS:
        return f"第 {place} 位“{sign}”不是代码用字（不用 I、O、S、V、Z），请核对是否为{_TWINS[sign]}"
    if sign not in CREDIT_SIGNS:
        return _strange(place, sign)
    if 3 <= place <= 8 and not sign.isdigit():
        return f"第 {place} 位“{sign}”应为数字（第 3 至 8 位是登记管理机关行政区划码）"
    return ""


def _organisation_fault(place: int, sign: str) -> str:
    if sign not in ORGANISATION_SIGNS:
        return _strange(place, sign)
    if place == _ORGANISATION_LENGTH and not (sign.isdigit() or sign == "X"):
        return f"第 {place} 位“{sign}”是校验码，只能是数字或 X"
    return ""


def _strange(place: int, sign: str) -> str:
    if sign.isspace():
        return f"第 {place} 位是空格，请去掉"
    wide = "（全角字符，请改用半角）" if 0xFF01 <= ord(sign) <= 0xFF5E else ""
    return f"第 {place} 位“{sign}”不是代码用字{wide}"


def _oddities(signs: str) -> list[str]:
    subject = signs if len(signs) == _ORGANISATION_LENGTH else signs[8:17]
    found = []
    if len(signs) == _CREDIT_LENGTH and signs[17] != credit_check_sign(signs):
        found.append("第 18 位校验码与前 17 位不符（GB 32100）")
    if subject[8] != organisation_check_sign(subject):
        where = "第 9 位" if subject is signs else "第 17 位"
        found.append(
            f"{where}与前 8 位不符（GB 11714{'' if subject is signs else '，第 9 至 17 位按组织机构代码核对'}）"
        )
    return found
