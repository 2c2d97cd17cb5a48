"""Authorities: of which kinds they are, and who belongs to whom (办法12)."""

from collections.abc import Callable

from django.db.models import QuerySet

from .models import REGISTERING, Unit, UnitKind

KINDS = tuple(kind for kind in UnitKind if kind not in REGISTERING)
# SAC is there once and enters the others.
ENTERED = tuple(kind for kind in KINDS if kind != UnitKind.SAC)
GOVERNMENTS = (UnitKind.PROVINCIAL_GOVERNMENT, UnitKind.CITY_GOVERNMENT, UnitKind.CORPS)
RECOMMENDERS = (UnitKind.MINISTRY, *GOVERNMENTS)

_Rule = tuple[Callable[[Unit, Unit], bool], str]


def may_report_to(organiser: Unit, recommender: Unit) -> bool:
    """Whether an organiser and a recommender belong together."""
    rule = _RULES.get(UnitKind(organiser.kind))
    return rule is not None and rule[0](organiser, recommender)


def whom(organiser: Unit) -> str:
    """The sentence that says to whom an organiser of this kind may report."""
    rule = _RULES.get(UnitKind(organiser.kind))
    return rule[1] if rule else f"{organiser.get_kind_display()}不是申报组织单位，没有报送的推荐单位。"


def directory() -> QuerySet[Unit]:
    return (
        Unit.objects.filter(kind__in=KINDS)
        .select_related("region", "sector", "reports_to")
        .order_by("region__code", "kind", "name")
    )


def recommenders() -> QuerySet[Unit]:
    """What an organiser can report to, but for an association that recommends itself."""
    return Unit.objects.filter(kind__in=RECOMMENDERS).select_related("region").order_by("region__code", "kind", "name")


def _its_own(organiser: Unit, recommender: Unit, kind: UnitKind) -> bool:
    return recommender.kind == kind and recommender.region_id == organiser.region_id


def _the_province(organiser: Unit, recommender: Unit) -> bool:
    """The government of the province in which the organiser's city, or 兵团, lies."""
    parent = organiser.region.parent_id
    return recommender.kind == UnitKind.PROVINCIAL_GOVERNMENT and recommender.region_id == parent


def _ministry_body(organiser: Unit, recommender: Unit) -> bool:
    return recommender.kind == UnitKind.MINISTRY


def _local(organiser: Unit, recommender: Unit) -> bool:
    return _its_own(organiser, recommender, UnitKind.PROVINCIAL_GOVERNMENT)


def _city(organiser: Unit, recommender: Unit) -> bool:
    # 办法 (2023) knows no recommending city: its department then goes to the province's government.
    return _its_own(organiser, recommender, UnitKind.CITY_GOVERNMENT) or _the_province(organiser, recommender)


def _corps(organiser: Unit, recommender: Unit) -> bool:
    return recommender.kind == UnitKind.CORPS or _the_province(organiser, recommender)


def _association(organiser: Unit, recommender: Unit) -> bool:
    return organiser == recommender or recommender.kind in RECOMMENDERS


_RULES: dict[UnitKind, _Rule] = {
    UnitKind.MINISTRY_BODY: (_ministry_body, "行业标准化主管机构只能报送所属的行业部门。"),
    UnitKind.LOCAL_DEPARTMENT: (_local, "省级标准化主管部门只能报送本省（自治区、直辖市）人民政府。"),
    UnitKind.CITY_DEPARTMENT: (
        _city,
        "计划单列市、副省级城市标准化主管部门只能报送本市人民政府，或者所在省的人民政府。",
    ),
    UnitKind.CORPS_DEPARTMENT: (
        _corps,
        "兵团标准化主管部门只能报送新疆生产建设兵团，或者新疆维吾尔自治区人民政府。",
    ),
    UnitKind.ASSOCIATION: (_association, "行业协会可以自己推荐，或者报送行业部门、地方人民政府。"),
}
