"""申报: from the draft to the recommendation that has reached SAC, in the order of the regulation."""

from typing import Any

from procedure.acts import Act
from procedure.machines import Procedure
from procedure.steps import NONE, Birth, step

from .entitled import (
    call_published,
    kind_in_call,
    organiser_and_recommender_belong_together,
    organiser_entitled,
    organiser_of_area,
    recommender_entitled,
    unit_confirmed,
)
from .papers import conditions_answered, plan_complete, scans_match_version, scans_present
from .people import APPLICANTS, ORGANISER, ORGANISERS, PREPARER, RECOMMENDER, RECOMMENDERS, SAC_OFFICERS, SUBMITTER
from .quotas import one_per_sector, one_regional_per_region, recommender_of
from .states import BEFORE_PUBLICITY, State
from .window import (
    ENDORSE_DUE,
    RECOMMEND_DUE,
    SUBMIT_DUE,
    before_organisers_date,
    before_window_end,
    window_open,
)


class Filing(Procedure):
    """申报: from the draft to the recommendation that has reached SAC."""

    machine = "application"
    machine_label = "申报"
    # Facts of the row that the steps set; the model says what they are.
    submitted_at: Any
    endorsed_at: Any
    received_at: Any
    States = State
    births = (
        Birth("开始填报", "指南三（二）", State.DRAFT, PREPARER, opens=(SUBMIT_DUE,),
              guards=(call_published, before_window_end, kind_in_call, organiser_entitled, organiser_of_area,
                      recommender_entitled, organiser_and_recommender_belong_together)),
    )  # fmt: skip

    class Meta:
        abstract = True

    @step("报送申报方案", article="指南三（二）", source=State.DRAFT, target=State.ORGANISER_REVIEW,
          permission=SUBMITTER, form="SubmitForm", opens=[ENDORSE_DUE], closes=["submit_plan"],
          guards=[call_published, before_window_end, before_organisers_date, kind_in_call, organiser_entitled,
                  organiser_of_area, recommender_entitled, organiser_and_recommender_belong_together, plan_complete,
                  conditions_answered],
          notifies=[ORGANISERS])  # fmt: skip
    def submit_plan(self, act: Act) -> None:
        """方案冻结为一个版本并生成带核验码的 PDF，送申报组织单位论证；退回之前不能再改。"""
        from applications.freezing import freeze

        freeze(self, act)
        self.submitted_at = self.submitted_at or act.at

    @step("退回修改", article="办法12", source=State.ORGANISER_REVIEW, target=State.DRAFT,
          permission=ORGANISER, form="ReturnForm", opens=[SUBMIT_DUE], closes=["endorse_plan"],
          notifies=[APPLICANTS])  # fmt: skip
    def return_plan(self, act: Act) -> None:
        """方案退回申报单位修改，您的说明和各处意见一并送达；修改后再次报送即为新的版本。"""

    @step("论证通过，报送推荐单位", article="办法12", source=State.ORGANISER_REVIEW, target=State.RECOMMENDER_REVIEW,
          permission=ORGANISER, form="EndorseForm", opens=[RECOMMEND_DUE], closes=["endorse_plan"],
          guards=[before_window_end, organiser_entitled, organiser_of_area, unit_confirmed],
          notifies=[RECOMMENDERS, APPLICANTS])  # fmt: skip
    def endorse_plan(self, act: Act) -> None:
        """逐项论证申报条件，声明符合申报条件，提交推荐单位审核。"""
        from applications.appraising import record_appraisal

        record_appraisal(self, act)
        self.endorsed_at = self.endorsed_at or act.at

    @step("不予报送", article="办法12", source=State.ORGANISER_REVIEW, target=State.NOT_RECOMMENDED,
          permission=ORGANISER, form="DeclineForm", notifies=[APPLICANTS])  # fmt: skip
    def decline_endorsement(self, act: Act) -> None:
        """本次申报就此结束，申报单位看到您写的理由；不能撤销。"""

    @step("退回组织单位", article="办法12", source=State.RECOMMENDER_REVIEW, target=State.ORGANISER_REVIEW,
          permission=RECOMMENDER, form="ReturnForm", opens=[ENDORSE_DUE], closes=["recommend"],
          notifies=[ORGANISERS, APPLICANTS])  # fmt: skip
    def return_endorsement(self, act: Act) -> None:
        """退回申报组织单位重新论证，您的说明一并送达。"""

    @step("推荐", article="办法12", source=State.RECOMMENDER_REVIEW, target=State.RECEIVED,
          permission=RECOMMENDER, form="RecommendForm", closes=["recommend"], locks=[recommender_of],
          guards=[window_open, recommender_entitled, scans_present, scans_match_version, one_regional_per_region,
                  one_per_sector],
          notifies=[SAC_OFFICERS, ORGANISERS, APPLICANTS])  # fmt: skip
    def recommend(self, act: Act) -> None:
        """认为符合申报条件，择优向国家标准委推荐；方案随即到达国家标准委。"""
        self.received_at = act.at

    @step("不予推荐", article="办法12", source=State.RECOMMENDER_REVIEW, target=State.NOT_RECOMMENDED,
          permission=RECOMMENDER, form="DeclineForm", notifies=[APPLICANTS, ORGANISERS])  # fmt: skip
    def decline_recommendation(self, act: Act) -> None:
        """本次申报就此结束，申报单位和组织单位看到您写的理由；不能撤销。"""

    @step("撤回申报", article=NONE("管理需要"),
          source=[State.DRAFT, State.ORGANISER_REVIEW, State.RECOMMENDER_REVIEW], target=State.WITHDRAWN,
          permission=SUBMITTER, form="WithdrawForm", notifies=[RECOMMENDERS, ORGANISERS, APPLICANTS])  # fmt: skip
    def withdraw(self, act: Act) -> None:
        """本次申报就此结束，材料保留可查；不能撤销。"""

    @step("撤回推荐", article=NONE("管理需要"), source=BEFORE_PUBLICITY, target=State.WITHDRAWN,
          permission=RECOMMENDER, form="WithdrawForm", notifies=[SAC_OFFICERS, ORGANISERS, APPLICANTS])  # fmt: skip
    def withdraw_recommendation(self, act: Act) -> None:
        """向国家标准委撤回推荐，本次申报就此结束；不能撤销。"""
