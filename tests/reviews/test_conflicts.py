from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from reviews.conflicts import (
    LABELS,
    Conflict,
    Exclusion,
    Expert,
    Kind,
    Matter,
    Named,
    Party,
    Post,
    Relation,
    Role,
    UnitName,
    conflicts,
    exclusion,
    same_unit,
)

DAY = date(2026, 11, 20)
APPLICANT = UnitName("华东光伏研究院有限公司", "91310000MA1FL0000A")
ORGANISER = UnitName("某市市场监督管理局", "11310000000000001B")
RECOMMENDER = UnitName("某省人民政府", "11320000000000002C")
PARENT = UnitName("华东能源集团有限公司", "91310000MA1FL9999D")
ELSEWHERE = UnitName("北方材料大学", "12110000400000003E")
EXPERT = Expert("x1", "欧阳 敏", ELSEWHERE, email="min@bf.example", phone="+86 138-0013-8000")
MATTER = Matter(
    "m1",
    "光伏基地",
    (
        Party(Role.APPLICANT, APPLICANT),
        Party(Role.ORGANISER, ORGANISER),
        Party(Role.RECOMMENDER, RECOMMENDER),
        Party(Role.RELATED, PARENT, "母公司"),
    ),
    (Named("李四", "负责人", APPLICANT), Named("王五", "联系人", APPLICANT, phone="010-8262 0000")),
)


def found(expert: Expert, matter: Matter = MATTER) -> list[Conflict]:
    return conflicts(expert, [matter], DAY)


def only(expert: Expert, matter: Matter = MATTER) -> Conflict:
    (conflict,) = found(expert, matter)
    return conflict


def test_a_stranger_has_no_conflict() -> None:
    assert found(EXPERT) == []
    assert exclusion([]) == ""


@pytest.mark.rule("B14")
@pytest.mark.parametrize(
    ("unit", "kind", "fact"),
    [
        (APPLICANT, Kind.SAME_UNIT, "专家所在单位是申报单位“华东光伏研究院有限公司”"),
        (ORGANISER, Kind.AUTHORITY_STAFF, "专家所在单位是申报组织单位“某市市场监督管理局”"),
        (RECOMMENDER, Kind.AUTHORITY_STAFF, "专家所在单位是推荐单位“某省人民政府”"),
        (PARENT, Kind.RELATED_UNIT, "专家所在单位是母公司“华东能源集团有限公司”"),
    ],
)
def test_whoever_works_for_a_party_is_excluded(unit: UnitName, kind: Kind, fact: str) -> None:
    conflict = only(replace(EXPERT, unit=unit))
    assert (conflict.kind, conflict.fact, conflict.certain) == (kind, fact, True)
    assert (conflict.matter, conflict.source) == ("m1", "专家库登记的单位")


class TestUnits:
    def test_the_code_decides_whatever_the_name(self) -> None:
        assert same_unit(APPLICANT, replace(APPLICANT, name="旧名称"))
        assert same_unit(APPLICANT, replace(APPLICANT, code="91310000MA1FL0001A")) is False

    def test_an_organisation_code_is_the_same_body_as_the_credit_code_that_holds_it(self) -> None:
        assert same_unit(APPLICANT, UnitName("", APPLICANT.code[8:17].lower()))

    def test_the_name_alone_leaves_it_to_the_officer(self) -> None:
        bracketed = UnitName("华东光伏（上海） 有限公司")
        assert same_unit(bracketed, UnitName("华东光伏(上海)有限公司", "91310000MA1FL0000A")) is None
        assert same_unit(UnitName(""), UnitName("")) is False
        conflict = only(replace(EXPERT, unit=UnitName(APPLICANT.name)))
        assert not conflict.certain
        assert conflict.fact.endswith("；缺统一社会信用代码，仅名称相同，请核实")


class TestPosts:
    @pytest.mark.parametrize(
        ("until", "kinds"),
        [
            (date(2021, 11, 19), []),
            (date(2021, 11, 20), [Kind.FORMER_UNIT]),
            (date(2026, 11, 1), [Kind.FORMER_UNIT]),
        ],
    )
    def test_five_years_after_leaving_the_applicant_a_post_no_longer_counts(
        self, until: date, kinds: list[Kind]
    ) -> None:
        expert = replace(EXPERT, posts=(Post(APPLICANT, until),))
        assert [conflict.kind for conflict in found(expert)] == kinds
        assert all(conflict.certain for conflict in found(expert))

    def test_the_leap_day_counts_from_the_last_of_february(self) -> None:
        expert = replace(EXPERT, posts=(Post(APPLICANT, date(2023, 2, 28)),))
        assert conflicts(expert, [MATTER], date(2028, 2, 29))
        assert not conflicts(expert, [MATTER], date(2028, 3, 1))

    def test_where_nobody_noted_when_it_ended_the_officer_decides(self) -> None:
        conflict = only(replace(EXPERT, posts=(Post(APPLICANT),)))
        assert (conflict.kind, conflict.certain) == (Kind.FORMER_UNIT, False)
        assert conflict.fact == "任职单位是申报单位“华东光伏研究院有限公司”，未登记截止日期"

    def test_a_former_post_with_an_authority_is_none(self) -> None:
        assert found(replace(EXPERT, posts=(Post(ORGANISER, date(2025, 1, 1)),))) == []

    @pytest.mark.parametrize(
        ("unit", "until", "certain"),
        [
            (APPLICANT, None, True),
            (APPLICANT, date(2027, 1, 1), True),
            (APPLICANT, date(2025, 1, 1), False),
            (RECOMMENDER, None, False),
            (PARENT, date(2025, 1, 1), False),
        ],
    )
    def test_a_joint_post_is_certain_only_while_it_lasts_with_the_applicant(
        self, unit: UnitName, until: date | None, certain: bool
    ) -> None:
        conflict = only(replace(EXPERT, posts=(Post(unit, until, joint=True),)))
        assert (conflict.kind, conflict.certain) == (Kind.JOINT_POST, certain)

    def test_a_joint_post_long_over_does_not_count(self) -> None:
        assert found(replace(EXPERT, posts=(Post(APPLICANT, date(2020, 1, 1), joint=True),))) == []


class TestNamed:
    @pytest.mark.parametrize(
        ("person", "certain"),
        [
            ({"name": "欧阳敏"}, False),
            ({"name": "欧阳敏", "unit": ELSEWHERE}, True),
            ({"name": "欧阳敏", "unit": APPLICANT}, False),
            ({"name": "欧阳敏", "unit": UnitName(ELSEWHERE.name)}, False),
            ({"name": "欧阳　敏", "email": "MIN@bf.example "}, True),
            ({"name": "敏", "phone": "13800138000"}, True),
        ],
    )
    def test_a_name_alone_is_doubtful_and_an_address_is_not(self, person: dict[str, Any], certain: bool) -> None:
        conflict = only(EXPERT, replace(MATTER, people=(Named(words="联系人", **person),)))
        assert (conflict.kind, conflict.certain) == (Kind.NAMED, certain)
        assert ("请核实" in conflict.fact) is not certain

    def test_the_telephone_of_a_desk_tells_nothing(self) -> None:
        assert found(replace(EXPERT, phone="010-82620000")) == []

    def test_to_be_named_in_a_rival_plan_counts_too(self) -> None:
        rival = Named("欧阳敏", "技术委员", ELSEWHERE, rival="氢能基地")
        by_name, by_unit = found(EXPERT, replace(MATTER, people=(rival,)))
        assert (by_name.kind, by_name.certain, by_unit.kind) == (Kind.RIVAL, True, Kind.RIVAL_UNIT)
        assert by_name.fact == "《氢能基地》的技术委员“欧阳敏”"

    @pytest.mark.parametrize(("unit", "certain"), [(ELSEWHERE, True), (UnitName("北方材料大学"), False)])
    def test_whoever_works_for_a_rival_keeps_away_unnamed(self, unit: UnitName, certain: bool) -> None:
        named = [Named(name, "联系人", unit, rival="氢能基地") for name in ("赵一", "钱二")]
        conflict = only(EXPERT, replace(MATTER, people=tuple(named)))
        assert (conflict.kind, conflict.certain) == (Kind.RIVAL_UNIT, certain)
        assert conflict.fact.startswith("专家所在单位是《氢能基地》的申报单位“北方材料大学”")

    def test_the_own_applicants_people_make_no_rival(self) -> None:
        at_applicant = replace(EXPERT, unit=APPLICANT)
        assert [each.kind for each in found(at_applicant)] == [Kind.SAME_UNIT]


@pytest.mark.parametrize("unit", [APPLICANT, ORGANISER, RECOMMENDER, PARENT, UnitName(PARENT.name)])
def test_a_declared_relation_with_any_party_excludes(unit: UnitName) -> None:
    conflict = only(replace(EXPERT, relations=(Relation(unit, "近亲属在该单位任职"),)))
    assert (conflict.kind, conflict.certain, conflict.source) == (Kind.DECLARED, True, "专家的声明")
    assert conflict.fact.startswith("近亲属在该单位任职：")


class TestAsked:
    def test_the_officer_decides_on_whom_the_applicant_asks_out(self) -> None:
        asked = Exclusion("欧阳敏", "曾就同一项目发生纠纷", ELSEWHERE.name)
        conflict = only(EXPERT, replace(MATTER, exclusions=(asked,)))
        assert (conflict.kind, conflict.certain) == (Kind.ASKED, False)
        assert conflict.fact == "理由：曾就同一项目发生纠纷"

    def test_one_of_the_same_name_elsewhere_is_not_meant(self) -> None:
        assert found(EXPERT, replace(MATTER, exclusions=(Exclusion("欧阳敏", "纠纷", "南方大学"),))) == []

    def test_more_than_two_names_are_refused(self) -> None:
        with pytest.raises(ValueError, match="至多申请 2 名"):
            replace(MATTER, exclusions=tuple(Exclusion(name, "") for name in "甲乙丙"))


def test_for_a_group_each_matter_is_told_apart() -> None:
    other = replace(MATTER, key="m2", parties=(Party(Role.APPLICANT, ELSEWHERE),))
    assert [(one.matter, one.kind) for one in conflicts(EXPERT, [MATTER, other], DAY)] == [("m2", Kind.SAME_UNIT)]


def test_only_certain_grounds_exclude_each_said_once() -> None:
    expert = replace(
        EXPERT,
        unit=APPLICANT,
        posts=(Post(APPLICANT),),
        relations=(Relation(PARENT, "合作项目"), Relation(ORGANISER, "合作项目")),
    )
    assert exclusion(found(expert)) == "与申报单位同一单位；声明或登记有利害关系"
    assert set(LABELS) == set(Kind)


def test_of_a_base_the_host_is_judged_and_the_words_say_so() -> None:
    host, above = Party(Role.HOST, APPLICANT), Party(Role.SUPERVISOR, RECOMMENDER)
    matter = Matter("m", "验收", (host, above))
    own = replace(EXPERT, unit=APPLICANT, posts=(Post(APPLICANT, until=date(2026, 1, 1)),))
    labels = [one.label for one in conflicts(own, [matter], DAY)]
    assert labels == ["与承担单位同一单位", "近五年曾在承担单位任职"]
    staff = replace(EXPERT, unit=RECOMMENDER)
    assert [one.label for one in conflicts(staff, [matter], DAY)] == ["在申报组织单位或行业部门、地方政府任职"]
