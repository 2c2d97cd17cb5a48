"""Authorities by their office names, and invented associations and hosts, with letterheads that reach nobody."""

import re
from dataclasses import dataclass

from workbench.demo.credit_codes import credit_code
from workbench.demo.founded_hosts import HOSTS as FOUNDED_HOSTS
from workbench.demo.sectors import BY_KEY as SECTORS


@dataclass(frozen=True)
class Unit:
    """One unit; `region` and `sector` are codes, `reports_to` the key of the recommender an organiser belongs to."""

    key: str
    name: str
    kind: str
    code: str
    region: str
    sector: str | None
    reports_to: str | None
    address: str
    postcode: str
    phone: str
    fax: str
    email: str
    leader: str
    leader_title: str
    contact: str
    contact_title: str


# key | city | street | postcode | dialling code
_SEATS = """
gz|贵州省贵阳市|观山湖区示范大道|550081|0851
gd|广东省广州市|天河区示范大道|510630|020
zj|浙江省杭州市|西湖区示范大道|310012|0571
js|江苏省南京市|鼓楼区示范大道|210036|025
hb|湖北省武汉市|武昌区示范大道|430071|027
sc|四川省成都市|青羊区示范大道|610031|028
sd|山东省济南市|历下区示范大道|250014|0531
he|河北省石家庄市|长安区示范大道|050011|0311
sn|陕西省西安市|雁塔区示范大道|710061|029
sh|上海市|徐汇区示范大道|200032|021
sz|广东省深圳市|福田区示范大道|518040|0755
qd|山东省青岛市|市南区示范大道|266071|0532
bt|新疆维吾尔自治区乌鲁木齐市|天山区示范大道|830002|0991
bj|北京市|海淀区示范大道|100088|010
"""

# key | name | kind | region | reports_to | seat | contact | title
_AUTHORITIES = """
sac|国家标准化管理委员会|sac|110000||bj|袁晓玥|主任科员
gz_gov|贵州省人民政府|provincial_government|520000||gz|莫正平|处长
gz_dept|贵州省市场监督管理局|local_department|520000|gz_gov|gz|龙婉清|标准化处副处长
gd_gov|广东省人民政府|provincial_government|440000||gd|区志恒|处长
gd_dept|广东省市场监督管理局|local_department|440000|gd_gov|gd|梁昇|标准化处处长
zj_gov|浙江省人民政府|provincial_government|330000||zj|俞静娴|副处长
zj_dept|浙江省市场监督管理局|local_department|330000|zj_gov|zj|沈墨涵|标准化处副处长
js_gov|江苏省人民政府|provincial_government|320000||js|顾维城|处长
js_dept|江苏省市场监督管理局|local_department|320000|js_gov|js|钱晓喆|标准化处一级主任科员
hb_gov|湖北省人民政府|provincial_government|420000||hb|熊立新|处长
hb_dept|湖北省市场监督管理局|local_department|420000|hb_gov|hb|余楚云|标准化处处长
sc_gov|四川省人民政府|provincial_government|510000||sc|蒲文渊|副处长
sc_dept|四川省市场监督管理局|local_department|510000|sc_gov|sc|邓蜀君|标准化处副处长
sd_gov|山东省人民政府|provincial_government|370000||sd|孔令谦|处长
sd_dept|山东省市场监督管理局|local_department|370000|sd_gov|sd|于海宁|标准化处处长
he_gov|河北省人民政府|provincial_government|130000||he|冀文博|处长
he_dept|河北省市场监督管理局|local_department|130000|he_gov|he|赵雁秋|标准化处副处长
sn_gov|陕西省人民政府|provincial_government|610000||sn|雷鸣远|副处长
sn_dept|陕西省市场监督管理局|local_department|610000|sn_gov|sn|党玉洁|标准化处一级主任科员
sh_gov|上海市人民政府|provincial_government|310000||sh|陆嘉禾|处长
sh_dept|上海市市场监督管理局|local_department|310000|sh_gov|sh|金䶮|标准化处副处长
sz_gov|深圳市人民政府|city_government|440300||sz|温思南|副处长
sz_dept|深圳市市场监督管理局|city_department|440300|sz_gov|sz|方鹏举|标准处处长
qd_gov|青岛市人民政府|city_government|370200||qd|迟海波|处长
qd_dept|青岛市市场监督管理局|city_department|370200|qd_gov|qd|辛沐言|标准化处副处长
bt|新疆生产建设兵团|corps|660000||bt|闻疆远|处长
bt_dept|新疆生产建设兵团市场监督管理局|corps_department|660000|bt|bt|戈碧舟|标准化处副处长
miit|工业和信息化部|ministry|110000||bj|韩立群|处长
miit_body|工业和信息化部科技司|ministry_body|110000|miit|bj|宋明哲|标准处处长
mot|交通运输部|ministry|110000||bj|乔雅南|处长
mot_body|交通运输部科技司|ministry_body|110000|mot|bj|蒋路遥|标准处副处长
mara|农业农村部|ministry|110000||bj|田穗丰|处长
mara_body|农业农村部农产品质量安全监管司|ministry_body|110000|mara|bj|郝春耘|标准处副处长
mee|生态环境部|ministry|110000||bj|丁一川|处长
mee_body|生态环境部法规与标准司|ministry_body|110000|mee|bj|白慕青|标准管理处处长
nea|国家能源局|ministry|110000||bj|康敬之|处长
nea_body|国家能源局能源节约和科技装备司|ministry_body|110000|nea|bj|谢承光|标准处副处长
assoc_equipment|中国精密装备工业促进联合会|association|110000|miit|bj|戴维桢|标准工作部主任
assoc_energy|中国绿色能源装备应用协会|association|110000|nea|bj|万重光|标准工作部主任
assoc_rural|中国数字农业促进联合会|association|110000||bj|柳青禾|秘书长助理
expert_institute|华夏标准科学研究中心|institution|110000||bj|严问渠|科研处处长
expert_college|京西工业科技大学|institution|110000||bj|甄理|科学技术处副处长
"""

# Whose people review: key | name | kind | region | reports_to | seat | contact | title
_INSTITUTES = """
ex_metro|长安计量测试研究院|institution|610100||sn|席正衡|科技处处长
ex_marine|渤海海洋工程大学|institution|370200||qd|温海若|科研院副院长
ex_energy|江海能源科学研究所|institution|320000||js|乔知远|学术委员会秘书
ex_chem|岷江化学工业研究院|institution|510100||sc|蔺清和|科技部部长
ex_auto|南岭汽车工程研究院|institution|440100||gd|戚向前|标准研究室主任
ex_info|钱江信息技术研究所|institution|330100||zj|闵思齐|科研部部长
ex_agri|中原农业科学研究所|institution|130000||he|牧长青|科研处处长
ex_space|楚北航天技术研究所|institution|420100||hb|凌霄汉|科技委秘书
ex_med|申江医药标准研究院|institution|310000||sh|白术仁|质量研究室主任
ex_law|华夏政法与标准研究中心|institution|110000||bj|公孙砚|研究部主任
ex_mine|黔岭矿产资源综合利用研究所|institution|520000||gz|石磊明|科研部主任
ex_trade|鹏城国际贸易标准研究院|institution|440300||sz|商洛川|国际部部长
"""

# key | name | kind | city | sector | seat | street | leader | title | contact | title
_HOSTS = """
gz_std|黔中标准化与质量创新研究院|institution|520000||gz|云岩区|罗黔生|院长|杨若兰|科研管理部主任
gz_folk|黔东南民族产业标准化服务中心|institution|520000||gz|黔东南州凯里市|潘金秀|主任|吴阿妮|业务发展科科长
gz_nonferrous|黔岭有色金属研究设计院有限公司|enterprise|520000|nonferrous|gz|白云区|石钧|董事长|吴丹桂|标准信息部部长
gz_data|黔云数汇科技股份有限公司|enterprise|520000|bigdata|gz|贵安新区|陈星野|总经理|潘一诺|标准化总监
gz_tcm|黔灵山地药材研究所|institution|520000|tcm|gz|乌当区|蒙本草|所长|韦青黛|质量标准室主任
gd_std|岭南技术标准研究院|institution|440100||gd|越秀区|邝国栋|院长|冼雨桐|发展规划部部长
gd_east|粤东质量标准发展中心|institution|440000||gd|汕头市龙湖区|许潮生|主任|庄晓榕|标准研究部主任
gd_h2|岭南氢源科技有限公司|enterprise|440000|hydrogen|gd|佛山市南海区|何清源|董事长|麦嘉欣|标准与法规部经理
gd_low|鹏程低空智能科技有限公司|enterprise|440300|lowalt|gd|深圳市宝安区|卓越峰|总裁|赖思齐|适航与标准部总监
gd_storage|粤东储能技术有限公司|enterprise|440000|storage|gd|汕头市濠江区|林储文|总经理|蔡佳琪|技术标准部部长
zj_std|钱塘标准化科学研究院|institution|330100||zj|上城区|章定规|院长|楼知微|标准战略所所长
zj_port|甬舟港航标准化研究中心|institution|330200||zj|宁波市北仑区|乐海涛|主任|励潇潇|标准研究室主任
zj_ai|湖畔智算科技有限公司|enterprise|330100|ai|zj|余杭区|许致遥|首席执行官|叶昕昇|人工智能标准部负责人
zj_rural|浙西数字乡村发展研究中心|institution|330000|rural|zj|衢州市柯城区|毛稻香|主任|汪采薇|标准推广部部长
zj_robot|甬江机器人股份有限公司|enterprise|330200|robot|zj|宁波市鄞州区|贺臻|董事长|史可心|标准化部经理
js_std|扬子江技术标准创新研究院|institution|320100||js|玄武区|蒋承志|院长|卞书瑶|科研部主任
js_storage|金陵储能科技股份有限公司|enterprise|320000|storage|js|镇江市丹徒区|闻道|董事长|祝颖|标准与认证部经理
js_med|姑苏医疗器械研究所|institution|320000|meddev|js|苏州市虎丘区|陶济民|所长|姚心怡|标准室主任
js_conn|太湖工业互联科技有限公司|enterprise|320000|iiot|js|无锡市滨湖区|华连城|总经理|丁香凝|标准合作部部长
hb_std|江汉标准化研究院|institution|420100||hb|洪山区|喻衡|院长|柯文倩|标准研究一所所长
hb_quantum|楚天量子精密测量研究院|institution|420100|quantum|hb|东湖高新区|冯量|院长|向晨曦|标准与计量室主任
hb_photonics|东湖光电子测试技术研究院|institution|420100|photonics|hb|东湖高新区|胡光启|院长|舒遥|标准化中心主任
hb_beidou|江城北斗时空信息有限公司|enterprise|420100|beidou|hb|东湖高新区|占北辰|董事长|夏星宇|标准部部长
sc_std|天府标准化与质量研究院|institution|510100||sc|武侯区|巫长林|院长|牟雨霏|科研管理处处长
sc_aviation|蓉城民航技术研究院|institution|510100|aviation|sc|双流区|向云飞|院长|苟晓燕|标准规章室主任
sc_eco|巴蜀生态环境科学技术研究所|institution|510000|ecoenv|sc|绵阳市涪城区|阳春生|所长|税月明|标准与基准室主任
sc_rail|天府轨道交通装备有限公司|enterprise|510100|rail|sc|新津区|庞致远|董事长|左思源|技术标准部部长
sd_std|齐鲁技术标准研究院|institution|370100||sd|历城区|宫守正|院长|邹雨晴|规划发展部主任
sd_new|泉城标准化服务中心|institution|370100||sd|天桥区|明湖生|主任|柏雪|业务一部部长
sd_material|齐鲁先进材料股份有限公司|enterprise|370000|newmat|sd|淄博市张店区|曲成钢|董事长|綦梦瑶|标准与知识产权部部长
sd_cold|胶东冷链物流集团有限公司|enterprise|370200|coldchain|sd|青岛市城阳区|纪寒松|总经理|隋心悦|质量标准部部长
sd_agri|鲁中农业装备股份有限公司|enterprise|370000|agrimach|sd|潍坊市坊子区|耿沃野|董事长|逄晓雯|标准化办公室主任
sd_ocean|琅琊海洋工程装备研究院|institution|370200|ocean|sd|青岛市黄岛区|矫海潮|院长|臧若水|技术标准室主任
he_std|燕赵标准科学研究院|institution|130000||he|桥西区|靳准绳|院长|米晓禾|标准化研究室主任
he_pv|冀北昇阳光伏科技股份有限公司|enterprise|130000|pv|he|张家口市宣化区|郗光远|董事长|安乐|标准技术部总监
he_rail|燕南轨道装备检测中心|institution|130000|rail|he|唐山市丰润区|霍行健|主任|底小雨|标准化室主任
sn_std|关中标准化研究院|institution|610100||sn|碑林区|雒尚规|院长|惠雅琴|科技发展部主任
sn_smart|西部智造装备技术研究院|institution|610100|smartmfg|sn|高新区|同致匠|院长|巨思语|标准创新中心主任
sn_tcm|秦岭中医药标准化研究院|institution|610000|tcm|sn|商洛市商州区|党参玉|院长|苏合香|标准研究室主任
sh_std|申城技术标准研究中心|institution|310000||sh|长宁区|郁可为|主任|奚若芸|战略研究部部长
sh_ship|东海船舶科学技术集团第九〇六研究所|institution|310000|ship|sh|黄浦区|孟怀远|所长|翁䶮|标准化研究室主任
sh_ic|沪东集成电路检测技术研究院|institution|310000|ic|sh|浦东新区|计芯|院长|倪雅婷|标准与验证部部长
sh_icv|申北智能网联汽车科技有限公司|enterprise|310000|icv|sh|嘉定区|严行之|总经理|谈笑|法规与标准部总监
bt_cotton|天山农业机械标准化研究所|institution|660000|agrimach|bt|石河子市|阎棉江|所长|顾雪莲|标准室主任
sh_robot|沪江智行机器人有限公司|enterprise|310000|robot|sh|松江区|贝思拓|董事长|诸葛宇|标准与安全部经理
"""

_AUTHORITY_PREFIX = {
    "sac": "11", "ministry": "11", "ministry_body": "11", "provincial_government": "11", "local_department": "11",
    "city_government": "11", "city_department": "11", "corps_department": "11", "corps": "11",
    "association": "51", "institution": "12", "enterprise": "91",
}  # fmt: skip


def _rows(table: str) -> list[list[str]]:
    return [line.split("|") for line in table.strip().splitlines()]


_SEAT_BY_KEY = {key: rest for key, *rest in _rows(_SEATS)}


def _numbers(dialling: str, serial: int) -> tuple[str, str]:
    """Phone and fax; no Chinese subscriber number begins with 0, so nobody is rung."""
    return f"{dialling}-0000{serial:02d}01", f"{dialling}-0000{serial:02d}99"


def _mail(key: str) -> str:
    return f"standards@{key.replace('_', '-')}.example"


def _authority(serial: int, row: list[str]) -> Unit:
    key, name, kind, region, reports_to, seat, contact, title = row
    city, street, postcode, dialling = _SEAT_BY_KEY[seat]
    phone, fax = _numbers(dialling, serial)
    division = "100000" if region == "110000" else region
    return Unit(
        key, name, kind, credit_code(_AUTHORITY_PREFIX[kind], division, serial), region, None, reports_to or None,
        f"{city}{street}{serial}号", postcode, phone, fax, _mail(key), "", "", contact, title,
    )  # fmt: skip


def _host_address(seat: str, district: str, serial: int) -> str:
    city = _SEAT_BY_KEY[seat][0]
    if "市" in district:  # the district names its own city: keep the province only
        city = re.split("(?<=省)|(?<=自治区)", city)[0]
    return f"{city}{district}创新路{serial}号"


def _host(serial: int, row: list[str]) -> Unit:
    key, name, kind, region, sector, seat, district, leader, title, contact, contact_title = row
    phone, fax = _numbers(_SEAT_BY_KEY[seat][3], serial)
    return Unit(
        key, name, kind, credit_code(_AUTHORITY_PREFIX[kind], region, serial), region,
        SECTORS[sector].code if sector else None, None, _host_address(seat, district, serial),
        _SEAT_BY_KEY[seat][2], phone, fax, _mail(key), leader, title, contact, contact_title,
    )  # fmt: skip


AUTHORITIES: tuple[Unit, ...] = tuple(_authority(n, row) for n, row in enumerate(_rows(_AUTHORITIES), 1))
HOSTS: tuple[Unit, ...] = tuple(_host(n, row) for n, row in enumerate(_rows(_HOSTS), 51))
INSTITUTES: tuple[Unit, ...] = tuple(_authority(n, row) for n, row in enumerate(_rows(_INSTITUTES), 101))
FOUNDED: tuple[Unit, ...] = tuple(_host(n, row) for n, row in enumerate(_rows(FOUNDED_HOSTS), 201))
UNITS: tuple[Unit, ...] = (*AUTHORITIES, *HOSTS, *INSTITUTES, *FOUNDED)
BY_KEY: dict[str, Unit] = {unit.key: unit for unit in UNITS}
