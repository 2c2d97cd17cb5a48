"""Experts from an Excel workbook, told line by line; nothing is written here."""

import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from documents import kinds, names, office_checks
from documents.store import Upload
from organisations import codes

from .conflicts import UnitName

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 50 * 1024 * 1024
MOST_ROWS = 5_000
_MOST_COLUMNS = 30
# What a worksheet can have at all; a file may claim any number for its last row.
_LAST_ROW = 1_048_576
# Excel keeps fifteen digits of a number, and zeros after.
_EXACT_DIGITS = 15

Lookup = Callable[[str], str | None]


@dataclass(frozen=True)
class Column:
    """A column of the workbook: what it is called, what is said of it, how long its text may be."""

    key: str
    head: str
    hint: str
    longest: int
    optional: bool = False


_EXPLANATION = "填写说明"
COLUMNS = (
    Column("name", "姓名", f"{_EXPLANATION}（本行不导入）：每人一行", 60),
    Column("unit_name", "单位全称", "与公章一致的全称", 120),
    Column("unit_code", "统一社会信用代码", "18 位；单元格须为文本格式", 20),
    Column("title", "职称/职务", "例如：研究员", 60),
    Column("fields", "专业领域", "领域目录中的代码或名称，多个用“、”隔开", 400),
    Column("region", "所在地", "省、自治区、直辖市等的名称或区划代码", 40),
    Column("phone", "手机", "11 位手机号码", 30),
    Column("email", "电子邮箱", "每人一个，文件内不得重复", 254),
    Column("relations", "回避关系", "可不填：应回避单位的全称或代码，多个用“；”隔开", 1000, optional=True),
)


@dataclass(frozen=True)
class ImportedExpert:
    """A line that can be taken as it is: fields and region are codes, as the lookups gave them."""

    name: str
    unit_name: str
    unit_code: str
    title: str
    fields: tuple[str, ...]
    region: str
    phone: str
    email: str
    relations: tuple[UnitName, ...] = ()


@dataclass(frozen=True)
class Line:
    """A row by its number in the sheet: an expert, or what is wrong with it."""

    number: int
    name: str
    expert: ImportedExpert | None
    problems: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.problems


@dataclass(frozen=True)
class Report:
    """Every line, or why the file as a whole cannot be read; ``ignored`` are columns that mean nothing here."""

    lines: tuple[Line, ...] = ()
    problems: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return bool(self.lines) and not self.problems and all(line.ok for line in self.lines)

    @property
    def experts(self) -> list[ImportedExpert]:
        return [line.expert for line in self.lines if line.expert is not None]


@dataclass
class _Reading:
    """The lookups, and the addresses met so far with their rows."""

    region_of: Lookup
    field_of: Lookup
    mails: dict[str, int] = field(default_factory=dict)


def read(upload: Upload, region_of: Lookup, field_of: Lookup) -> Report:
    """The report on a workbook; the lookups turn what was typed into a code, or into nothing."""
    try:
        _check(upload)
        rows = _rows(upload)
        heads, ignored = _heads(rows)
    except ValidationError as refusal:
        return Report(problems=tuple(refusal.messages))
    reading = _Reading(region_of, field_of)
    typed = [(number, {key: cells[place] for key, place in heads.items()}) for number, cells in rows[1:]]
    lines = [_line(number, cells, reading) for number, cells in typed if not _explains(cells["name"])]
    return Report(tuple(lines), () if lines else ("表中没有专家，请从第三行起每人填写一行。",), ignored)


def template() -> bytes:
    """An empty workbook: heads, one row of explanations, and every column as text."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "专家"
    sheet.freeze_panes = "A3"
    for place, column in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = 24
        sheet.column_dimensions[get_column_letter(place)].number_format = "@"
        for row, text in enumerate((column.head, column.hint), 1):
            cell = sheet.cell(row, place, text)
            cell.data_type = "s"  # never a formula, whatever the text begins with
            cell.number_format = "@"
            cell.font = Font(bold=row == 1, italic=row == 2)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _check(upload: Upload) -> None:
    """Before anything is parsed; what every upload has to stand, and less room than that."""
    if upload.size > MOST_BYTES:
        raise ValidationError("文件超过 5 MB，请分成几个文件导入。")
    if office_checks.kind(upload) is not kinds.XLSX:
        raise ValidationError("请上传 Excel 工作簿（.xlsx），可先下载模板。")
    office_checks.check(upload)
    upload.seek(0)
    with zipfile.ZipFile(_stream(upload)) as archive:
        parts = archive.infolist()
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise ValidationError("文件解压后过大，请只保留专家名单、重新保存后再上传。")
    if any(part.filename.lower().startswith("xl/externallinks/") for part in parts):
        raise ValidationError("工作簿引用了其他文件，请断开外部链接、改成数值后再上传。")


def _stream(upload: Upload) -> BinaryIO:
    return cast(BinaryIO, upload.file or upload)


def _rows(upload: Upload) -> list[tuple[int, Sequence[Any]]]:
    """Number and cells of every row that holds something."""
    upload.seek(0)
    try:
        book = load_workbook(_stream(upload), read_only=True, keep_links=False)
        sheet = next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
        sheet.reset_dimensions()  # what the file says of its own size may be wrong
        found = list(_filled(sheet.iter_rows(max_col=_MOST_COLUMNS)))
    except ValidationError:
        raise
    except Exception as error:  # openpyxl answers a malformed part with whatever its parser met
        raise ValidationError("工作簿无法读取，请用 Excel 或 WPS 重新保存后再上传。") from error
    if not found:
        raise ValidationError("工作簿的第一张表是空的，请先下载模板填写。")
    return found


def _filled(rows: Iterator[Sequence[Any]]) -> Iterator[tuple[int, Sequence[Any]]]:
    filled = 0
    for number, cells in enumerate(rows, 1):
        if number > _LAST_ROW:
            raise ValidationError("工作簿的行号不正常，请重新保存后再上传。")
        if any(cell.value is not None and str(cell.value).strip() for cell in cells):
            filled += 1
            if filled > MOST_ROWS + 2:
                raise ValidationError(f"超过 {MOST_ROWS} 行，请分成几个文件导入。")
            yield number, cells


def _heads(rows: Sequence[tuple[int, Sequence[Any]]]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Where each column stands, whatever the order, and heads that mean nothing here."""
    places: dict[str, list[int]] = {}
    for place, cell in enumerate(rows[0][1]):
        if text := _plain_head(str(cell.value or "")):
            places.setdefault(text, []).append(place)
    known = {_plain_head(column.head): column for column in COLUMNS}
    missing = [column.head for head, column in known.items() if head not in places and not column.optional]
    if missing:
        raise ValidationError(f"第一行缺少列：{'、'.join(missing)}。请按模板填写表头。")
    if twice := [known[head].head for head, where in places.items() if head in known and len(where) > 1]:
        raise ValidationError(f"第一行的列重复：{'、'.join(twice)}。请每列只留一个。")
    heads = {column.key: places[head][0] for head, column in known.items() if head in places}
    return heads, tuple(head for head in places if head not in known)


def _plain_head(text: str) -> str:
    return re.sub(r"[\s*]", "", unicodedata.normalize("NFKC", text))


def _explains(cell: Any) -> bool:
    return str(cell.value or "").startswith(_EXPLANATION)


def _line(number: int, cells: dict[str, Any], reading: _Reading) -> Line:
    problems: list[str] = []
    texts = {column.key: _text(column, cells.get(column.key), problems) for column in COLUMNS}
    values: dict[str, Any] = {
        **texts,
        "unit_code": _code(texts["unit_code"], "统一社会信用代码", problems),
        "fields": _fields(texts["fields"], reading.field_of, problems),
        "region": _region(texts["region"], reading.region_of, problems),
        "phone": _phone(texts["phone"], problems),
        "email": _email(texts["email"], number, reading.mails, problems),
        "relations": _relations(texts["relations"], problems),
    }
    return Line(number, texts["name"], None if problems else ImportedExpert(**values), tuple(problems))


def _text(column: Column, cell: Any, problems: list[str]) -> str:
    """The text of a cell; a formula is never worked out, and a number that lost its end is not taken."""
    value = None if cell is None else cell.value
    unfit = "" if value is None else _unfit(cell.data_type, value)
    if unfit:
        problems.append(f"“{column.head}”{unfit}")
        return ""
    text = _cleaned(value)
    if not text and not column.optional:
        problems.append(f"请填写“{column.head}”。")
    if len(text) > column.longest:
        problems.append(f"“{column.head}”不能超过 {column.longest} 个字，现有 {len(text)} 个。")
    return text


def _unfit(kind: str, value: Any) -> str:
    if kind == "f":
        return "是公式，请改成数值后再导入。"
    if kind == "e":
        return f"是错误值 {value}，请改正。"
    if kind == "n" and len(f"{value:.0f}") > _EXACT_DIGITS:
        return "被存成了数字，末几位已丢失，请把单元格设为文本后重新填写。"
    return "" if kind in ("s", "n", "inlineStr") else "不是文字，请把单元格设为文本后重新填写。"


def _cleaned(value: Any) -> str:
    text = f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str("" if value is None else value)
    visible = (sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in names.INVISIBLE)
    return " ".join("".join(visible).split())


def _code(text: str, head: str, problems: list[str]) -> str:
    """A code whose check digit does not fit is no line for an import: it is looked at and entered by hand."""
    if not text:
        return ""
    try:
        code = codes.parse(text)
    except codes.CodeFault as fault:
        problems.append(f"“{head}”{text}：{'；'.join(fault.sentences)}。")
        return ""
    if code.odd:
        problems.append(f"“{head}”{text}：{'；'.join(code.odd)}，请核对；确为登记代码的，请在专家库中单独录入。")
    return code.text


def _fields(text: str, field_of: Lookup, problems: list[str]) -> tuple[str, ...]:
    found = set()
    for piece in _pieces(r"[、，,；;]", text):
        if code := field_of(piece):
            found.add(code)
        else:
            problems.append(f"“专业领域”中的“{piece}”不在领域目录里，请填写目录中的代码或名称。")
    return tuple(sorted(found))


def _region(text: str, region_of: Lookup, problems: list[str]) -> str:
    code = region_of(text) if text else ""
    if code is None:
        problems.append(f"“所在地”中的“{text}”不是省、自治区、直辖市等的名称或区划代码，请改正。")
    return code or ""


def _phone(text: str, problems: list[str]) -> str:
    digits = re.sub(r"^(\+|00)?86(?=1)", "", re.sub(r"[\s-]", "", text))
    if text and not re.fullmatch(r"1[0-9]{10}", digits):
        problems.append(f"“手机”{text}不是 11 位手机号码，请改正。")
    return digits


def _email(text: str, number: int, mails: dict[str, int], problems: list[str]) -> str:
    mail = text.lower()
    if not mail:
        return ""
    try:
        validate_email(mail)
    except ValidationError:
        problems.append(f"“电子邮箱”{text}不是有效的地址，请改正。")
        return mail
    if (first := mails.setdefault(mail, number)) != number:
        problems.append(f"“电子邮箱”{text}与第 {first} 行重复，请只保留一行或改正。")
    return mail


def _relations(text: str, problems: list[str]) -> tuple[UnitName, ...]:
    """Names or codes; what is made of signs of a code alone is taken for one."""
    found = []
    for piece in _pieces(r"[；;]", text):
        if re.fullmatch(r"[0-9A-Za-z-]{9,20}", piece):
            found.append(UnitName("", _code(piece, "回避关系", problems)))
        else:
            found.append(UnitName(piece))
    return tuple(found)


def _pieces(separators: str, text: str) -> list[str]:
    return [piece.strip() for piece in re.split(separators, text) if piece.strip()]
