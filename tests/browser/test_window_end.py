"""The last moments of the window: what is pressed in time arrives, what is pressed after the end is told so."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from procedure import clock
from tests.browser.building import it_is
from tests.browser.people import one_click

pytestmark = pytest.mark.browser

ENDS = datetime(2026, 7, 31, tzinfo=clock.BEIJING)
SEAL = """
from applications.models import Application
from organisations.models import Membership
from workbench.demo.papers import Papers
seat = Membership.objects.get(person__name="区志恒", role="recommender_officer")
papers = Papers()
names = ["低空经济", "新型储能"]
for case in Application.objects.filter(inner_name__in=names, state="recommender_review", recommender=seat.unit):
    papers.seal(case, seat)
    print(case.pk)
"""


@pytest.mark.rule("Z43")
def test_a_recommendation_arrives_before_the_end_and_not_after_it(own_product: Any, chromium: Any) -> None:
    first, second = own_product.tell(SEAL).split()
    in_time = one_click(chromium, own_product.address, "区志恒")
    too_late = in_time.context.new_page()
    for page, key in ((in_time, first), (too_late, second)):
        page.goto(f"/cases/application/{key}/steps/recommend/")
        page.get_by_label("认为符合申报条件").check()
        page.locator("[name=note]").fill("同意推荐，请抓紧。")
    # Half a minute for the press itself; the very second is proved without a browser.
    it_is(own_product, ENDS - timedelta(seconds=30))
    in_time.get_by_role("button", name="推荐", exact=True).press("Enter")
    in_time.wait_for_url(f"**/cases/application/{first}/")
    assert "国家标准委已收到" in in_time.locator("main").inner_text()

    it_is(own_product, ENDS + timedelta(seconds=1))
    too_late.get_by_role("button", name="推荐", exact=True).press("Enter")
    said = too_late.locator("[role=alert]").inner_text()
    assert "受理期已于2026年7月30日24时结束" in said
    assert "申报指南" in said
    assert too_late.locator("[name=note]").input_value() == "同意推荐，请抓紧。"
    too_late.goto(f"/cases/application/{second}/")
    assert "未报送" in too_late.locator("main").inner_text()
