"""Which units may organise, recommend and apply (指南二（一）, 办法4, 6, 11, 12)."""

from typing import TYPE_CHECKING

from applications import models
from organisations.models import Unit, UnitKind
from procedure.acts import Act
from procedure.steps import guard

from .states import BaseKind, CallState

if TYPE_CHECKING:
    from applications.models import Application

_LOCAL = (UnitKind.LOCAL_DEPARTMENT, UnitKind.CITY_DEPARTMENT, UnitKind.CORPS_DEPARTMENT)
_ASK_SAC = "确需由其承担的，请与国家标准委联系，由其写明理由作为例外准许。"


@guard("办法9")
def call_published(application: "Application", act: Act) -> str | None:
    if application.call.state == CallState.PUBLISHED:
        return None
    return f"“{application.call.title}”{application.call.state_label}，不能据以申报。"


@guard("办法9")
def kind_in_call(application: "Application", act: Act) -> str | None:
    if application.kind in application.call.kinds:
        return None
    return f"“{application.call.title}”不受理{BaseKind(application.kind).label}类型。"


@guard("办法11")
def organiser_entitled(application: "Application", act: Act) -> str | None:
    _read_units(application)
    kinds = application.call.edition.organisers.kinds(application.kind)
    if application.organiser.kind in kinds or _admitted(application, application.organiser, "organiser"):
        return None
    kind = BaseKind(application.kind).label
    return f"{application.organiser.name}不是{kind}创新基地的申报组织单位，请另选；{_ASK_SAC}"


@guard("指南二（一）.2")
def organiser_of_area(application: "Application", act: Act) -> str | None:
    """A local department organises what lies in its own area; all others have no area."""
    organiser = application.organiser
    if organiser.kind not in _LOCAL or organiser.region_id == application.region_id:
        return None
    region = application.region
    if organiser.region_id == region.parent_id:
        return None
    return f"{organiser.name}只组织本地区的申报，创新基地所在地为{region.name}，请改选申报组织单位或改正所在地。"


@guard("办法12")
def recommender_entitled(application: "Application", act: Act) -> str | None:
    kinds = application.call.edition.recommenders.kinds(application.kind)
    if application.recommender.kind in kinds or _admitted(application, application.recommender, "recommender"):
        return None
    kind = BaseKind(application.kind).label
    return f"{application.recommender.name}不是{kind}创新基地的推荐单位，请另选申报组织单位；{_ASK_SAC}"


def _read_units(application: "Application") -> None:
    """All three units by one query, for this guard and for those after it."""
    names = ("unit", "organiser", "recommender")
    unread = {name: getattr(application, f"{name}_id") for name in names if name not in application._state.fields_cache}
    found = Unit.objects.in_bulk(unread.values()) if unread else {}
    for name, key in unread.items():
        setattr(application, name, found[key])


def _admitted(application: "Application", unit: "Unit", part: str) -> bool:
    """Whether SAC has admitted the unit to this part, for the call or for this case; asked only where it matters."""
    return models.Admission.for_case(application).filter(unit=unit, part=part).exists()


@guard("办法12")
def organiser_and_recommender_belong_together(application: "Application", act: Act) -> str | None:
    if application.organiser.reports_to_id == application.recommender_id:
        return None
    return f"{application.organiser.name}不向{application.recommender.name}报送，请重新选择申报组织单位。"


@guard("指南附件2填写说明")
def unit_confirmed(application: "Application", act: Act) -> str | None:
    if application.unit.is_confirmed:
        return None
    return f"{application.unit.name}的全称和代码还没有确认，请先核对其证明材料并确认单位，再办理论证。"
