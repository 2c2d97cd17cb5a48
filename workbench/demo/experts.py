"""The demo's pool of experts: what each knows, and with whom some of them are connected."""

import datetime as dt

from organisations.models import Membership, Sector
from procedure import clock
from reviews.models import Expert, ExpertLeave, ExpertRelation
from workbench.demo import units
from workbench.demo.people import email

# local part | title | fields
_POOL = """
yan.wenqu|研究员|L05 L06 L07 L08 L16 L22
zhen.li|教授|L01 L02 L03 L05 L09
ji.xueliang|研究员|L04 L05 L17 L18
bo.wenhan|教授|L09 L10 L11
xi.zhengheng|研究员|L09 L10 L12 L21
wen.hairuo|教授|L15 L16 L42 L24
qiao.zhiyuan|教授级高级工程师|L01 L02 L03 L27 L28
lin.qinghe|研究员|L02 L19 L20 L44
qi.xiangqian|教授级高级工程师|L18 L43 L17 L04
min.siqi|研究员|L06 L07 L08 L34 L37
mu.changqing|研究员|L23 L25 L49 L50 L24
ling.xiaohan|研究员|L12 L13 L14 L40 L09
bai.zhuren|主任药师|L21 L22 L48
gongsun.yan|教授|L25 L26 L53 L56 L60
shi.leiming|教授级高级工程师|L19 L45 L22 L54
shang.luochuan|研究员|L24 L51 L52 L15
"""


def seed_pool(seats: dict[tuple[str, str], Membership]) -> dict[str, Expert]:
    """The pool by the experts' mail addresses."""
    sectors = {sector.code: sector for sector in Sector.objects.all()}
    pool: dict[str, Expert] = {}
    for line in _POOL.strip().splitlines():
        local, title, codes = line.split("|")
        seat = seats[email(local), "expert"]
        unit = seat.unit
        expert = Expert.objects.create(
            person=seat.person, name=seat.person.name, unit=unit, unit_name=unit.name, unit_code=unit.code,
            title=title, region=unit.region, email=seat.person.email, phone="13000000000",
        )  # fmt: skip
        expert.fields.set([sectors[code] for code in codes.split()])
        pool[expert.email] = expert
    _connections(pool, seats)
    return pool


def _connections(pool: dict[str, Expert], seats: dict[tuple[str, str], Membership]) -> None:
    """One who works beside an applicant, one whose child works for another, one who is away."""
    officer = next(seat for (_, role), seat in seats.items() if role == "sac_officer").person
    told = {"declared_by": officer, "declared_at": clock.now()}
    hydrogen, ocean = units.BY_KEY["gd_h2"], units.BY_KEY["sd_ocean"]
    ExpertRelation.objects.create(
        expert=pool[email("qiao.zhiyuan")], kind=ExpertRelation.Kind.POST, unit_name=hydrogen.name,
        unit_code=hydrogen.code, since=dt.date(2024, 3, 1), note="兼任技术顾问。", **told,
    )  # fmt: skip
    ExpertRelation.objects.create(
        expert=pool[email("wen.hairuo")], kind=ExpertRelation.Kind.KIN, unit_name=ocean.name, unit_code=ocean.code,
        note="子女在该单位工作。", **told,
    )  # fmt: skip
    ExpertLeave.objects.create(
        expert=pool[email("bo.wenhan")], starts=dt.date(2026, 6, 1), ends=dt.date(2026, 7, 15), reason="出国访问。"
    )
