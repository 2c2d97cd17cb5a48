"""The sector catalogue with which a portal begins; from then on the catalogue is SAC's data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One sector (领域) of a family (门类)."""

    code: str
    name: str
    family: str


# family | code and name, ...
_ENTRIES = """
新能源|L01 光伏|L02 氢能|L03 新型储能|L27 风电|L28 核能|L29 生物质能
电力装备|L30 智能电网|L31 特高压输变电
智能制造与机器人|L04 机器人|L05 智能制造|L06 工业互联网|L32 数控机床|L33 增材制造
数字技术|L07 人工智能|L08 大数据|L34 云计算|L35 区块链|L36 物联网|L37 网络安全
电子信息|L10 集成电路|L11 光电子|L38 新型显示|L39 移动通信
量子科技|L09 量子信息
空天信息|L12 北斗时空信息|L40 商业航天|L41 遥感应用
航空|L13 低空经济|L14 民航
船舶与海洋|L15 船舶|L16 海洋工程装备|L42 海洋资源利用
轨道交通|L17 轨道交通装备
汽车|L18 智能网联汽车|L43 新能源汽车
材料|L19 有色金属|L20 先进新材料|L44 钢铁|L45 稀土|L46 石墨烯|L47 绿色建材
医药健康|L21 医疗器械|L22 中医药|L48 生物医药
现代农业|L23 农业机械|L25 数字乡村|L49 种业|L50 农产品质量安全
现代物流|L24 冷链物流|L51 智慧物流|L52 港口航运
生态环保|L26 生态环境|L53 节能|L54 资源循环利用|L55 碳达峰碳中和
城市与建筑|L56 智慧城市|L57 绿色建筑|L58 城市地下管网
公共服务|L59 养老服务|L60 公共安全与应急|L61 文化旅游
消费品|L62 纺织服装|L63 智能家电|L64 食品加工
"""


def _entries(line: str) -> list[Entry]:
    family, *entries = line.split("|")
    return [Entry(code, name, family) for code, name in (entry.split() for entry in entries)]


ENTRIES: tuple[Entry, ...] = tuple(
    sorted((entry for line in _ENTRIES.strip().splitlines() for entry in _entries(line)), key=lambda entry: entry.code)
)
BY_CODE: dict[str, Entry] = {entry.code: entry for entry in ENTRIES}
