"""Sectors in which the demo's bases are applied for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sector:
    """One sector (领域); `key` names it inside the demo's content only."""

    code: str
    name: str
    key: str


_SECTORS = """
L01 光伏 pv
L02 氢能 hydrogen
L03 新型储能 storage
L04 机器人 robot
L05 智能制造 smartmfg
L06 工业互联网 iiot
L07 人工智能 ai
L08 大数据 bigdata
L09 量子信息 quantum
L10 集成电路 ic
L11 光电子 photonics
L12 北斗时空信息 beidou
L13 低空经济 lowalt
L14 民航 aviation
L15 船舶 ship
L16 海洋工程装备 ocean
L17 轨道交通装备 rail
L18 智能网联汽车 icv
L19 有色金属 nonferrous
L20 先进新材料 newmat
L21 医疗器械 meddev
L22 中医药 tcm
L23 农业机械 agrimach
L24 冷链物流 coldchain
L25 数字乡村 rural
L26 生态环境 ecoenv
"""


def _sector(line: str) -> Sector:
    code, name, key = line.split()
    return Sector(code, name, key)


SECTORS: tuple[Sector, ...] = tuple(_sector(line) for line in _SECTORS.strip().splitlines())
BY_CODE: dict[str, Sector] = {sector.code: sector for sector in SECTORS}
BY_KEY: dict[str, Sector] = {sector.key: sector for sector in SECTORS}
