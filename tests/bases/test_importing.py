"""补录历史: judged line by line, all or nothing, and the same file twice changes nothing."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from bases.history_rows import COLUMNS
from bases.importing import Report, import_bases
from bases.models import Base, HostSpell
from organisations import loading
from organisations.models import Membership, Role
from procedure.models import Record
from tests.applications.building import World
from tests.ground import shared

HISTORY = Path("bases/data/history.csv")
GOOD = {
    "名称": "国家技术标准创新基地(光伏)（筹）", "类型": "领域（专业）", "区域": "河北",
    "领域": "光伏", "承担单位": "英利集团", "批准文号": "国标委综合函[2018]6号", "批准日期": "2018年2月",
    "状态": "建设中", "来源": "公开报道",
}  # fmt: skip


@shared
def seat(world: World) -> Membership:
    """An officer of a portal that has its catalogues and no base."""
    loading.load()
    return world.seats["sac_officer"]


def written(*rows: dict[str, str], header: tuple[str, ...] = COLUMNS) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def nothing_came(report: Report) -> bool:
    return not report.made and not Base.objects.exists() and not HostSpell.objects.exists()


FAULTS = [
    ({"名称": "国家标准创新基地（光伏）"}, "名称"),
    ({"名称": "光" * 61}, "名称"),
    ({"类型": "专业"}, "类型"),
    ({"类型": ""}, "类型"),
    ({"区域": "河比省"}, "区域"),
    ({"领域": "光副"}, "领域"),
    ({"组织单位": "没有登记的局"}, "组织单位"),
    ({"批准文号": "第6号"}, "批准文号"),
    ({"批准日期": "2018-13"}, "批准日期"),
    ({"批准日期": "去年"}, "批准日期"),
    ({"批准日期": "2199-01-01"}, "批准日期"),
    ({"验收日期": "2020-01"}, "验收日期"),
    ({"状态": "运行中", "验收日期": "2017"}, "验收日期"),
    ({"状态": "运行中", "终止日期": "2021-01-01"}, "终止日期"),
    ({"状态": "", "终止日期": "2021-01-01"}, "状态"),
    ({"状态": "历史补录"}, "状态"),
    ({"承担单位": "英利\t集团"}, "承担单位"),
]


@pytest.mark.rule("B03")
@pytest.mark.parametrize(("wrong", "column"), FAULTS)
def test_a_fault_is_told_with_its_line_and_nothing_is_taken_over(
    seat: Membership, wrong: dict[str, str], column: str
) -> None:
    report = import_bases(written(GOOD | {"名称": "氢能", "批准文号": ""}, GOOD | wrong), seat=seat)
    assert [(fault.line, fault.column) for fault in report.faults] == [(3, column)]
    assert nothing_came(report)
    assert report.lines()[-1] == "有 1 处问题，一条也没有补录；请改正后重新导入。"


def test_every_fault_of_a_file_is_told_at_once(seat: Membership) -> None:
    report = import_bases(written(GOOD | {"类型": "", "领域": "光副"}, GOOD | {"名称": ""}), seat=seat)
    assert [(fault.line, fault.column) for fault in report.faults] == [(2, "类型"), (2, "领域"), (3, "名称")]
    assert nothing_came(report)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        written(header=("名称", "类型")),
        written(),
        written(GOOD, header=(*COLUMNS, "多出的列")),
        written(GOOD).replace("英利集团".encode(), "英利,集团".encode()),
    ],
)
def test_what_is_no_such_file_is_refused_as_a_whole(seat: Membership, content: bytes) -> None:
    report = import_bases(content, seat=seat)
    assert len(report.faults) == 1
    assert nothing_came(report)


@pytest.mark.rule("B37")
def test_a_name_that_is_like_another_is_refused_within_the_file(seat: Membership) -> None:
    report = import_bases(written(GOOD, GOOD | {"名称": "光伏产业", "批准文号": ""}), seat=seat)
    assert [(fault.line, fault.column) for fault in report.faults] == [(3, "名称")]
    assert nothing_came(report)


@pytest.mark.rule("B37")
def test_a_name_or_number_of_the_register_is_refused(seat: Membership) -> None:
    import_bases(written(GOOD), seat=seat)
    named = import_bases(written(GOOD | {"承担单位": "别的单位", "批准文号": ""}), seat=seat)
    numbered = import_bases(written(GOOD | {"名称": "风电", "领域": "风电"}), seat=seat)
    assert [fault.column for fault in (*named.faults, *numbered.faults)] == ["名称", "批准文号"]
    assert Base.objects.count() == 1


@pytest.mark.rule("B03", "B04")
def test_a_line_becomes_a_base_by_recorded_steps(seat: Membership) -> None:
    report = import_bases(written(GOOD), seat=seat)
    assert report.faults == []
    base = Base.objects.get()
    assert (base.inner_name, base.state, base.is_history, base.approved) == ("光伏", "building", True, "2018-02")
    assert base.approval_number == "国标委综合函〔2018〕6号"
    assert base.name_shown == "国家技术标准创新基地（光伏）（筹）"
    assert base.gaps == ["recommender", "organiser", "supervisor"]
    assert [(host.name, host.since, host.until) for host in base.hosts.all()] == [("英利集团", "", "")]
    records = Record.objects.filter(subject_id=base.pk).order_by("version").values_list("step", "actor")
    assert list(records) == [("record_history", seat.person_id), ("record_building", seat.person_id)]


def test_nothing_is_half_imported_when_a_step_fails(seat: Membership, monkeypatch: Any) -> None:
    from bases import importing

    taken: list[str] = []

    def failing(*args: Any, **options: Any) -> Any:
        if taken:
            raise RuntimeError("the disk is full")
        taken.append("once")

    monkeypatch.setattr(importing, "perform", failing)
    with pytest.raises(RuntimeError):
        import_bases(written(GOOD, GOOD | {"名称": "氢能", "批准文号": ""}), seat=seat)
    assert not Base.objects.exists()
    assert not Record.objects.filter(machine="base").exists()


@pytest.mark.rule("B03")
def test_the_twelve_are_taken_over_once(seat: Membership, capsys: Any) -> None:
    call_command("import_bases", str(HISTORY), officer=seat.person.email)
    first = capsys.readouterr().out
    assert first.splitlines()[-1] == "补录 12 条。"
    known = {base.inner_name: base for base in Base.objects.all()}
    assert set(known) == {
        "中关村", "中国光谷", "重庆", "深圳", "贵州大数据", "光伏", "氢能", "船舶与海洋工程装备", "机器人", "有色金属",
        "智能制造基础", "民航",
    }  # fmt: skip
    guizhou = known["贵州大数据"]
    assert (guizhou.state, guizhou.passed, guizhou.established) == ("operating", "2020-11-26", "2021-03-19")
    assert "host" in guizhou.gaps
    assert (known["光伏"].approved, known["光伏"].approval_number) == ("2018-02", "国标委综合函〔2018〕6号")
    assert {name: base.hosts.get().name for name, base in known.items() if base.hosts.exists()} == {
        "中关村": "北京市标准化研究院", "深圳": "深圳市标准技术研究院", "光伏": "英利集团", "氢能": "佛山科学技术学院",
        "有色金属": "中国恩菲", "智能制造基础": "机械工业仪器仪表综合技术经济研究所", "民航": "中国民航科学技术研究院",
    }  # fmt: skip
    assert all("host" in base.gaps for name, base in known.items() if not base.hosts.exists())
    records = Record.objects.count()
    call_command("import_bases", str(HISTORY), officer=seat.person.email)
    assert capsys.readouterr().out.splitlines()[-1] == "12 条都已在名录中，内容相同，没有改动。"
    assert (Base.objects.count(), Record.objects.count()) == (12, records)


@pytest.mark.rule("B05")
@pytest.mark.parametrize("role", [Role.SAC_APPROVER, Role.PREPARER, Role.SYSTEM_ADMIN])
def test_only_an_officer_takes_history_over(seat: Membership, role: Role) -> None:
    other = Membership.objects.filter(role=role).first()
    assert other is not None
    with pytest.raises(CommandError, match="没有国家标准委经办的岗位"):
        call_command("import_bases", str(HISTORY), officer=other.person.email)
    assert not Base.objects.exists()


def test_the_command_says_what_is_wrong_and_fails(seat: Membership, tmp_path: Path) -> None:
    file = tmp_path / "wrong.csv"
    file.write_bytes(written(GOOD | {"类型": "专业"}))
    with pytest.raises(CommandError, match="第 2 行 类型"):
        call_command("import_bases", str(file), officer=seat.person.email)
    with pytest.raises(CommandError, match="读不到文件"):
        call_command("import_bases", str(tmp_path / "none.csv"))
