"""What the people of a base do while it is built: fill in a dossier, file it, send it on; and how time goes by."""

import json
from datetime import date, datetime
from typing import Any

from procedure import clock
from tests.applications.building import paper
from tests.browser.coming import press
from tests.browser.deciding import Cast, follow, opened, path_of, words
from tests.browser.people import written
from tests.product import Product, wait_until

_SET = """
from datetime import date, datetime
from procedure import clock
clock.forward(datetime.fromisoformat('{}') - clock.now())
"""
_FIND = """
import json
from bases.models import Base
from organisations.models import Membership
base = Base.objects.get(inner_name="{}", state="{}")
def mail(unit, role):
    return Membership.objects.filter(unit=unit, role=role, ended_at=None).order_by("pk")[0].person.email
print(json.dumps({{
    "page": base.get_absolute_url(), "public": f"/bases/{{base.pk}}/", "key": str(base.pk), "name": base.full_name,
    "ends": base.build_ends and base.build_ends.isoformat(), "organiser": mail(base.organiser_id, "organiser_officer"),
    "supervisor": mail(base.supervisor_unit_id, "recommender_officer"), "host": mail(base.host_unit_id, "submitter"),
    "writer": mail(base.host_unit_id, "preparer"),
}}))
"""
_JUDGE = """
from reviews.models import Case, Expert
from workbench.demo.deciding import seat_panel
from workbench.demo.deciding.reviewing import conclude, meet
from workbench.demo.endings import desk
case = Case.objects.get({}="{}")
experts = list(Expert.objects.filter(name__in=["商洛川", "牧长青", "公孙砚", "闵思齐", "严问渠"]))
panel = seat_panel(desk(), [case], experts, meeting_place="贵阳")
meet(desk(), panel)
conclude(Case.objects.select_related("panel").get(pk=case.pk), "{}", points={})
"""


def found(product: Product, name: str, state: str = "building") -> dict[str, str]:
    """A base and the people who act for it, by their mail addresses."""
    told: dict[str, str] = json.loads(product.tell(_FIND.format(name, state)))
    return told


def it_is(product: Product, moment: datetime) -> None:
    product.tell(_SET.format(moment.isoformat()))


def on(product: Product, day: date, hour: int = 9) -> str:
    """It is that day; gives it as a form wants it."""
    it_is(product, datetime(day.year, day.month, day.day, hour, tzinfo=clock.BEIJING))
    return day.isoformat()


def records_hold(product: Product) -> bool:
    return product.tell('from django.core.management import call_command; call_command("verify_records")').startswith(
        "核对无误"
    )


def experts_conclude(product: Product, owner: str, key: str, result: str, points: Any = ()) -> None:
    """Five experts by appointment, to the signed opinion: how they do it at their screens is another story's."""
    product.tell(_JUDGE.format(owner, key, result, json.dumps(list(points))))


def comes(page: Any, address: str, text: str) -> None:
    """What the clock or a worker does is there after a moment."""

    def there() -> bool:
        # A page that anybody may read is a browser's own for a minute: who waits for news loads it again.
        page.reload() if page.url.endswith(address) else page.goto(address)
        return text in words(page)

    wait_until(there, f"{text} never came to {address}")


def who(cast: Cast, base: dict[str, str], part: str) -> Any:
    return cast[base[part].partition("@")[0]]


def as_role(page: Any, role: str) -> None:
    """Somebody with two seats goes over to the other."""
    page.goto("/home/")
    page.locator(".seat-menu summary").press("Enter")
    button = page.locator(".seat-menu form button").filter(has_text=role)
    if button.count():
        with page.expect_navigation():
            button.press("Enter")


def begun(page: Any, base: dict[str, str], link: str, button: str) -> str:
    """From the base's page to what is begun there; gives its case."""
    opened(page, base["page"], link)
    press(page, button)
    return path_of(page)


def dossier_of(page: Any, case: str) -> str:
    """The address of the dossier that belongs to a case."""
    page.goto(case)
    follow(page, "填写")
    return path_of(page)


def filled(page: Any, dossier: str, **values: str) -> None:
    """Every part that still lacks something; a number where a row asks for one, the promise itself by default."""
    page.goto(dossier)
    parts = page.locator("ol.sections a").evaluate_all("all => all.map(each => each.pathname)")
    for part in parts:
        if "/sections/" in part:
            _section(page, part)
        elif "/rows/" in part:
            _rows(page, part, values)
    page.goto(f"{dossier}check/")
    assert "必填内容已填齐" in words(page), words(page)


def _section(page: Any, part: str) -> None:
    page.goto(part)
    if not page.locator(".ProseMirror").inner_text().strip():
        written(page, "按申报方案组织实施，各项工作有专人负责，完成情况见逐条说明。")
    press(page, "保存本部分")


def _rows(page: Any, part: str, values: dict[str, str]) -> None:
    page.goto(part)
    for place in range(page.locator("section.entry").count()):
        entry = page.locator("section.entry").nth(place)
        name = entry.locator("h2").inner_text().split(". ", 1)[-1]
        if entry.locator("[data-missing]").is_visible() or name in values:
            _entry(entry, values.get(name, ""))
            with page.expect_navigation():
                entry.get_by_role("button", name="保存这一条").press("Enter")


def _entry(entry: Any, value: str) -> None:
    status, now, note = (entry.locator(f"[name={name}]") for name in ("status", "value", "note"))
    if status.count() and not status.input_value():
        status.select_option(index=1)
    if now.count() and (value or not now.input_value()):
        day = now.get_attribute("type") == "date"
        now.fill(value or (_day(entry) if day else _promised(entry)))
    if note.count() and not note.input_value():
        note.fill("已按计划开展，有验证记录。")


def _promised(entry: Any) -> str:
    """承诺 52 项: the number of it."""
    return str(entry.locator(".promise-line strong").first.inner_text()).split(" ")[0]


def _day(entry: Any) -> str:
    words_ = entry.locator("h2").inner_text()
    year, month, rest = words_.replace("月", "年").split("年", 2)
    return f"{int(year):04d}-{int(month):02d}-{int(rest.partition('日')[0]):02d}"


def sealed(name: str) -> dict[str, Any]:
    return {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": paper(name)}
