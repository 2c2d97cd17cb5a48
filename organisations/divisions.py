"""Provinces of GB/T 2260, the cities with a planning status of their own tied to their province, and 兵团."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Division:
    """One administrative division; `parent` is the province's code, None for a province."""

    code: str
    name: str
    short_name: str
    kind: str
    parent: str | None = None


_PROVINCES = """
110000 北京市 北京 municipality
120000 天津市 天津 municipality
130000 河北省 河北 province
140000 山西省 山西 province
150000 内蒙古自治区 内蒙古 autonomous_region
210000 辽宁省 辽宁 province
220000 吉林省 吉林 province
230000 黑龙江省 黑龙江 province
310000 上海市 上海 municipality
320000 江苏省 江苏 province
330000 浙江省 浙江 province
340000 安徽省 安徽 province
350000 福建省 福建 province
360000 江西省 江西 province
370000 山东省 山东 province
410000 河南省 河南 province
420000 湖北省 湖北 province
430000 湖南省 湖南 province
440000 广东省 广东 province
450000 广西壮族自治区 广西 autonomous_region
460000 海南省 海南 province
500000 重庆市 重庆 municipality
510000 四川省 四川 province
520000 贵州省 贵州 province
530000 云南省 云南 province
540000 西藏自治区 西藏 autonomous_region
610000 陕西省 陕西 province
620000 甘肃省 甘肃 province
630000 青海省 青海 province
640000 宁夏回族自治区 宁夏 autonomous_region
650000 新疆维吾尔自治区 新疆 autonomous_region
710000 台湾省 台湾 taiwan
810000 香港特别行政区 香港 sar
820000 澳门特别行政区 澳门 sar
"""

# The five 计划单列市 are sub-provincial cities too; they carry the stronger status.
_CITIES = """
210100 沈阳市 沈阳 sub_provincial_city
210200 大连市 大连 planned_city
220100 长春市 长春 sub_provincial_city
230100 哈尔滨市 哈尔滨 sub_provincial_city
320100 南京市 南京 sub_provincial_city
330100 杭州市 杭州 sub_provincial_city
330200 宁波市 宁波 planned_city
350200 厦门市 厦门 planned_city
370100 济南市 济南 sub_provincial_city
370200 青岛市 青岛 planned_city
420100 武汉市 武汉 sub_provincial_city
440100 广州市 广州 sub_provincial_city
440300 深圳市 深圳 planned_city
510100 成都市 成都 sub_provincial_city
610100 西安市 西安 sub_provincial_city
"""

# 660000 is a private value in common use: GB/T 2260 has no code for 兵团.
XPCC = Division("660000", "新疆生产建设兵团", "兵团", "corps", "650000")


def _province(line: str) -> Division:
    code, name, short_name, kind = line.split()
    return Division(code, name, short_name, kind)


def _city(line: str) -> Division:
    code, name, short_name, kind = line.split()
    return Division(code, name, short_name, kind, parent=code[:2] + "0000")


PROVINCES: tuple[Division, ...] = tuple(_province(line) for line in _PROVINCES.strip().splitlines())
CITIES: tuple[Division, ...] = tuple(_city(line) for line in _CITIES.strip().splitlines())
DIVISIONS: tuple[Division, ...] = (*PROVINCES, *CITIES, XPCC)
BY_CODE: dict[str, Division] = {division.code: division for division in DIVISIONS}


def province_of(code: str) -> Division:
    """The province that a division lies in; a province lies in itself."""
    division = BY_CODE[code]
    return BY_CODE[division.parent] if division.parent else division
