"""Cases of the earlier calls that became bases: what they applied for, and how they were approved."""

import datetime as dt
from dataclasses import dataclass

from workbench.demo.cases.model import ACTORS, BEIJING, Case, Event, year_of
from workbench.demo.people import holder
from workbench.demo.plans.builder import TOPICS, Dice
from workbench.demo.sectors import BY_KEY as SECTORS
from workbench.demo.units import BY_KEY as UNITS
from workbench.demo.workdays import after, working

# call-key | kind | applicant | organiser | topic | region | name | English name | approved | years of the build
_ROWS = """
2019-wind|sector|fd_wind|nea_body|wind|||Wind Power|2019-12-18|2
2019-grid|sector|fd_grid|js_dept|grid|||Smart Grid|2019-12-18|2
2019-biomed|sector|fd_biomed|sh_dept|biomed|||Biomedicine|2019-12-18|2
2019-cnc|sector|fd_cnc|miit_body|cnc|||CNC Machine Tools|2019-12-18|2
2019-seed|sector|fd_seed|mara_body|seed|||Seed Industry|2019-12-25|2
2019-nanjing|regional|js_std|js_dept|nanjing|320100|南京江北新区|Nanjing Jiangbei New Area|2019-12-25|2
2019-food|sector|fd_food|sd_dept|food|||Food Processing|2019-12-25|2
2019-textile|sector|fd_textile|zj_dept|textile|||Textile and Apparel|2019-12-25|2
2020-nev|sector|fd_nev|miit_body|nev|||New Energy Vehicles|2020-12-22|2
2020-mobile|sector|fd_mobile|miit_body|mobile|||Mobile Communications|2020-12-22|2
2020-port|sector|fd_port|mot_body|port|||Port and Shipping|2020-12-22|2
2020-steel|sector|fd_steel|he_dept|steel|||Iron and Steel|2020-12-22|2
2020-additive|sector|fd_additive|sn_dept|additive|||Additive Manufacturing|2020-12-22|2
2020-building|sector|fd_building|sh_dept|building|||Green Buildings|2020-12-29|2
2020-cloud|sector|fd_cloud|gz_dept|cloud|||Cloud Computing|2020-12-29|2
2020-tourism|sector|fd_tourism|sc_dept|tourism|||Culture and Tourism|2020-12-29|2
2022-uhv|sector|fd_uhv|nea_body|uhv|||Ultra High Voltage Transmission|2022-12-20|3
2022-rareearth|sector|fd_rareearth|sc_dept|rareearth|||Rare Earths|2022-12-20|3
2022-graphene|sector|fd_graphene|js_dept|graphene|||Graphene|2022-12-20|3
2022-pipes|sector|fd_pipes|hb_dept|pipes|||Urban Underground Pipelines|2022-12-20|3
2022-saving|sector|fd_saving|sd_dept|saving|||Energy Conservation|2022-12-20|3
2022-recycling|sector|fd_recycling|hb_dept|recycling|||Resource Recycling|2022-12-20|3
2022-emergency|sector|fd_emergency|sc_dept|emergency|||Public Safety and Emergency|2022-12-20|3
2022-appliance|sector|fd_appliance|gd_dept|appliance|||Smart Home Appliances|2022-12-27|3
2022-netsec|sector|fd_netsec|miit_body|netsec|||Cybersecurity|2023-05-25|3
2022-iot|sector|fd_iot|js_dept|iot|||Internet of Things|2023-05-25|3
2022-blockchain|sector|fd_blockchain|zj_dept|blockchain|||Blockchain|2023-05-25|3
2022-city|sector|fd_city|gd_dept|city|||Smart City|2023-05-25|3
2022-eldercare|sector|fd_eldercare|sh_dept|eldercare|||Elderly Care Services|2023-05-25|3
2023-marine|sector|fd_marine|sd_dept|marine|||Marine Resources|2024-03-15|3
2023-agrisafe|sector|fd_agrisafe|gz_dept|agrisafe|||Agricultural Product Safety|2024-03-15|3
2023-carbon|sector|fd_carbon|mee_body|carbon|||Carbon Peaking and Neutrality|2024-03-15|3
2023-nansha|regional|gd_std|gd_dept|nansha|440100|广州南沙|Guangzhou Nansha|2024-03-15|3
2023-meddev-abroad|international|js_med|js_dept|meddev||医疗器械国际标准化|Medical Devices|2024-03-15|3
2023-space|sector|fd_space|sn_dept|space|||Commercial Space|2024-08-01|2
2023-remote|sector|fd_remote|hb_dept|remote|||Remote Sensing Applications|2024-08-01|2
2023-display|sector|fd_display|gd_dept|display|||New Displays|2024-08-01|2
2023-biomass|sector|fd_biomass|nea_body|biomass|||Biomass Energy|2024-08-01|2
2023-nuclear|sector|fd_nuclear|nea_body|nuclear|||Nuclear Energy|2024-08-01|2
2023-buildmat|sector|fd_buildmat|gz_dept|buildmat|||Green Building Materials|2024-08-01|2
2023-logistics|sector|fd_logistics|zj_dept|logistics|||Smart Logistics|2024-08-01|2
2024-icv-abroad|international|sh_icv|miit_body|icv||智能网联汽车国际标准化|Intelligent Connected Vehicles|2024-12-23|3
2024-smartmfg-abroad|international|sn_smart|miit_body|smartmfg||智能制造国际标准化|Smart Manufacturing|2024-12-23|3
2024-agrimach-abroad|international|sd_agri|mara_body|agrimach||农业机械国际标准化|Agricultural Machinery|2024-12-23|3
2024-qingdao|regional|fd_qingdao|sd_dept|qingdao|370200|青岛西海岸|Qingdao West Coast|2024-12-23|3
2024-xianhigh|regional|sn_std|sn_dept|xianhigh|610100|西安高新区|Xi'an High-tech Zone|2024-12-23|3
2025-newmat-abroad|international|sd_material|sd_dept|newmat||先进新材料国际标准化|Advanced Materials|2026-02-27|3
2025-aviation-abroad|international|sc_aviation|mot_body|aviation||民航国际标准化|Civil Aviation|2026-02-27|3
2025-iiot-abroad|international|js_conn|miit_body|iiot||工业互联网国际标准化|Industrial Internet|2026-04-15|3
2025-beidou-abroad|international|hb_beidou|hb_dept|beidou||北斗时空信息国际标准化|BeiDou Navigation|2026-04-28|3
"""
_ENDORSED = (
    "经组织专家论证，{short}方向需求明确、任务可考核，承担单位条件具备，同意提交审核。",
    "论证会认为方案对{short}产业链标准缺口梳理清楚，试验条件扎实，论证通过。",
    "方案经两轮函询和一次会议论证，{short}标准清单与在研计划不重复，同意上报。",
    "该单位近年{short}标准化工作成绩突出，保障措施落实，经论证同意报送。",
    "已到现场核对场地、人员和设备，与方案所述一致，论证专家组一致同意。",
)
_RECOMMENDED = (
    "经审核符合申报条件，{short}方向列入本年度重点工作，同意推荐。",
    "经会签有关部门，同意推荐{short}创新基地，并在项目和资金上予以支持。",
    "择优推荐。请承担单位按照方案落实配套经费和专职人员。",
    "经审核，方案与本地区（行业）规划衔接，同意推荐。",
)


@dataclass(frozen=True)
class Grant:
    """How a case was approved: when, for how many years, and by which English name."""

    english_name: str
    approved: dt.date
    years: int


def _case(row: list[str]) -> tuple[Case, Grant]:
    key, kind, applicant, organiser, topic, region, name, english, approved, years = row
    call, dice = key[:4], Dice(key)
    case = Case(
        key=key, call=call, name=name or TOPICS[topic].short, kind=kind, applicant=applicant, organiser=organiser,
        recommender=UNITS[organiser].reports_to or organiser, region=region or UNITS[applicant].region,
        sector=None if kind == "regional" else SECTORS[topic].code, topic=topic,
        started=_moment(_first(call, dice), dice, "start"), preparer=holder(applicant, "preparer"), filled=100,
        timeline=_timeline(dice, call, topic, {"applicant": applicant, "organiser": organiser}),
    )  # fmt: skip
    return case, Grant(english, dt.date.fromisoformat(approved), int(years))


def _first(call: str, dice: Dice) -> dt.date:
    return after(dt.date(year_of(call), 5, 6), dice.number("first", 0, 11))


def _timeline(dice: Dice, call: str, topic: str, parties: dict[str, str]) -> tuple[Event, ...]:
    parties |= {"recommender": UNITS[parties["organiser"]].reports_to or parties["organiser"]}
    spoken = {"short": TOPICS[topic].short}
    notes = {
        "endorse_plan": dice.turned("endorsed", _ENDORSED)[0], "recommend": dice.turned("recommended", _RECOMMENDED)[0],
    }  # fmt: skip
    day, events = _first(call, dice), []
    for step, least, most in (("submit_plan", 12, 19), ("endorse_plan", 5, 9), ("recommend", 5, 10)):
        day = after(day, dice.number(step, least, most))
        place, role = ACTORS[step]
        data: dict[str, object] = {"note": notes[step].format_map(spoken)} if step in notes else {}
        events.append(Event(_moment(day, dice, step), holder(parties[place], role), step, data, {}))
    return tuple(events)


def _moment(day: dt.date, dice: Dice, purpose: str) -> dt.datetime:
    time = dt.time(9 + dice.number(f"{purpose}/hour", 0, 7), dice.number(f"{purpose}/minute", 0, 59))
    return dt.datetime.combine(working(day), time, BEIJING)


_READ = [_case(line.split("|")) for line in _ROWS.strip().splitlines()]
FOUNDED: tuple[Case, ...] = tuple(case for case, _ in _READ)
GRANTS: dict[str, Grant] = {case.key: grant for case, grant in _READ}
