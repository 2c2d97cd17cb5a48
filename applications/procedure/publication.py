"""公示稿: several cases published by one notice, in pairs, under all their locks (办法15)."""

from typing import TYPE_CHECKING, Any

from django.db.models import F

from procedure.acts import Act
from procedure.machines import Procedure
from procedure.reckoning import beijing_day, judge_publicity_end
from procedure.steps import NONE, Birth, guard, step

from .people import SAC_APPROVER, SAC_OFFICER
from .states import PublicationState, State

if TYPE_CHECKING:
    from applications.models import Application, Publication, PublicationCase


def cases_of(publication: "Publication") -> "list[Application]":
    return [case.application for case in publication.cases.select_related("application").order_by("position")]


def standing(publication: "Publication") -> "list[PublicationCase]":
    """The cases that are still published, or past their month, by this very notice."""
    rows = publication.cases.filter(
        pulled_at__isnull=True, application__state__in=[State.PUBLICITY, State.DECISION],
        application__notice_item=F("item"),
    )  # fmt: skip
    return list(rows.select_related("application", "item").order_by("position"))


def standing_and_notice(publication: "Publication") -> list[Procedure]:
    """What pulling moves: those cases, and the notice, which falls with the last of them."""
    notice = [publication.notice] if publication.notice else []
    return [*(case.application for case in standing(publication)), *notice]


@guard("办法15")
def something_stands(publication: "Publication", act: Act) -> str | None:
    return None if standing(publication) else "公示所列各项都已撤下或者办结，没有可以撤下的。"


@guard("办法15")
def has_cases(publication: "Publication", act: Act) -> str | None:
    return None if publication.cases.exists() else "公示稿里还没有申报，请先选入拟批准建设的创新基地。"


@guard("办法15")
def cases_ready(publication: "Publication", act: Act) -> str | None:
    away = [str(each) for each in cases_of(publication) if each.state != State.DELIBERATION]
    return f"{'、'.join(away)}不在研究审议中，不能公示；请从公示稿中移出。" if away else None


@guard("办法15")
def period_long_enough(publication: "Publication", act: Act) -> str | None:
    if publication.shown_end is None:
        return None
    return judge_publicity_end(beijing_day(act.at), publication.shown_end).refusal or None


class PublicationProcedure(Procedure):
    """公示稿."""

    machine = "publication"
    machine_label = "公示稿"
    States = PublicationState
    births = (Birth("拟制公示稿", "办法15", PublicationState.DRAFT, SAC_OFFICER),)

    notice: Any

    class Meta:
        abstract = True

    @step("发布公示", article="办法15", source=PublicationState.DRAFT, target=PublicationState.PUBLISHED,
          permission=SAC_OFFICER, two_person=SAC_APPROVER, locks=[cases_of],
          guards=[has_cases, cases_ready, period_long_enough])  # fmt: skip
    def publish_notice(self, act: Act) -> None:
        """公示稿所列创新基地的名称、承担单位、推荐单位向社会公示；公示不能改动，有误只能另行更正。"""
        from applications.publishing import publish

        publish(self, act)

    @step("撤下或者更正公示", article="办法15", source=PublicationState.PUBLISHED, target=PublicationState.PUBLISHED,
          permission=SAC_OFFICER, two_person=SAC_APPROVER, form="PullForm", locks=[standing_and_notice],
          guards=[something_stands])  # fmt: skip
    def pull_cases(self, act: Act) -> None:
        """所选各项撤下，回到研究审议；更正后另行公示，公示期对这些项重新计算。"""
        from applications.publishing import pull

        pull(self, act)

    @step("作废公示稿", article=NONE("管理需要"), source=PublicationState.DRAFT, target=PublicationState.DROPPED,
          permission=SAC_OFFICER)  # fmt: skip
    def drop_publication(self, act: Act) -> None:
        """公示稿不再使用；所列各项仍在研究审议中。"""
