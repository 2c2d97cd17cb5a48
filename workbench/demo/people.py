"""Personas of the demo: who signs in, for which unit and in which role."""

from dataclasses import dataclass

from workbench.demo.founded_hosts import PEOPLE as _FOUNDED

MAIL_DOMAIN = "portal.example"

ROLES = (
    "preparer", "submitter", "unit_admin", "organiser_officer", "recommender_officer",
    "sac_officer", "sac_approver", "expert", "system_admin", "security_admin", "audit_admin",
)  # fmt: skip


@dataclass(frozen=True)
class Membership:
    """A seat: the key of a unit and a role there."""

    unit: str
    role: str


@dataclass(frozen=True)
class Person:
    """A persona; those `featured` stand on the demo's sign-in page with their sentence."""

    email: str
    name: str
    memberships: tuple[Membership, ...]
    featured: bool
    description: str


# local part | name | unit:role, ... | sentence for the sign-in page
_FEATURED = """
tang.ruoyan|唐若妍|he_pv:preparer|冀北昇阳光伏的标准工程师，与同事一起填写光伏申报方案。
an.le|安乐|he_pv:submitter|冀北昇阳光伏的标准技术部总监，检查并报送本单位的方案。
lang.yuqing|郎玉清|he_pv:unit_admin|冀北昇阳光伏的单位管理员，管理本单位的人员和岗位。
qi.zhao|漆昭|sh_ship:preparer|第九〇六研究所的高级工程师，填写船舶领域申报方案。
weng.yan|翁䶮|sh_ship:submitter|第九〇六研究所标准化研究室主任，姓名含生僻字，负责报送。
shentu.lan|申屠岚|sh_ship:unit_admin|第九〇六研究所的单位管理员，为新同事开通岗位。
yang.ruolan|杨若兰|gz_std:preparer,gz_std:submitter|黔中标准化院科研管理部主任，一人兼任填报人和报送人。
ye.xinsheng|叶昕昇|zj_ai:preparer,zj_ai:submitter|湖畔智算的标准负责人，正在修改被退回的人工智能方案。
long.wanqing|龙婉清|gz_dept:organiser_officer|贵州省市场监管局标准化处，论证本省方案后报省政府审核。
zhao.yanqiu|赵雁秋|he_dept:organiser_officer|河北省市场监管局标准化处，手上有等待论证的方案。
song.mingzhe|宋明哲|miit_body:organiser_officer|工业和信息化部科技司，组织工业领域的创新基地申报。
mo.zhengping|莫正平|gz_gov:recommender_officer|贵州省人民政府经办，比较本省方案并择优推荐。
ou.zhiheng|区志恒|gd_gov:recommender_officer|广东省人民政府经办，有多个待推荐的方案。
han.liqun|韩立群|miit:recommender_officer|工业和信息化部经办，向国家标准委推荐本行业方案。
yuan.xiaoyue|袁晓玥|sac:sac_officer|国家标准委经办，处理已收到的推荐材料。
shi.qianyi|施谦益|sac:sac_officer|国家标准委经办，负责申报指南和受理时间。
fang.ling|方〇|sac:sac_approver|国家标准委审批，签批经办提请的事项。
gong.zhengping|龚正平|sac:sac_approver|国家标准委审批，与经办分开，不能审批自己的提请。
yan.wenqu|严问渠|expert_institute:expert|来自华夏标准科学研究中心的评审专家。
zhen.li|甄理|expert_college:expert|来自京西工业科技大学的评审专家。
ke.junda|柯峻达|sac:system_admin|系统管理员，管理账号和参数，不接触申报材料。
an.shoucheng|安守诚|sac:security_admin|安全管理员，授予和收回岗位权限。
jian.ming|简明|sac:audit_admin|审计管理员，只查阅操作记录。
"""

_OFFICES = """
miao.yanran|苗嫣然|sac:sac_officer
ji.xueliang|吉学良|expert_institute:expert
bo.wenhan|薄文瀚|expert_college:expert
tian.maolin|田茂林|gz_dept:organiser_officer
liang.sheng|梁昇|gd_dept:organiser_officer
shen.mohan|沈墨涵|zj_dept:organiser_officer
qian.xiaozhe|钱晓喆|js_dept:organiser_officer
yu.chuyun|余楚云|hb_dept:organiser_officer
deng.shujun|邓蜀君|sc_dept:organiser_officer
yu.haining|于海宁|sd_dept:organiser_officer
dang.yujie|党玉洁|sn_dept:organiser_officer
jin.yan|金䶮|sh_dept:organiser_officer
lv.anqi|吕安琪|miit_body:organiser_officer
jiang.luyao|蒋路遥|mot_body:organiser_officer
hao.chunyun|郝春耘|mara_body:organiser_officer
bai.muqing|白慕青|mee_body:organiser_officer
xie.chengguang|谢承光|nea_body:organiser_officer
dai.weizhen|戴维桢|assoc_equipment:organiser_officer
wan.chongguang|万重光|assoc_energy:organiser_officer
liu.qinghe|柳青禾|assoc_rural:organiser_officer,assoc_rural:recommender_officer
pang.bo|庞博涛|assoc_equipment:recommender_officer
lei.ting|雷霆钧|assoc_energy:recommender_officer
wen.sinan|温思南|sz_gov:recommender_officer
fang.pengju|方鹏举|sz_dept:organiser_officer
chi.haibo|迟海波|qd_gov:recommender_officer
xin.muyan|辛沐言|qd_dept:organiser_officer
ge.bizhou|戈碧舟|bt_dept:organiser_officer
yu.jingxian|俞静娴|zj_gov:recommender_officer
zhou.heng|周恒毅|zj_gov:recommender_officer
wen.jiangyuan|闻疆远|bt:recommender_officer
gu.weicheng|顾维城|js_gov:recommender_officer
xiong.lixin|熊立新|hb_gov:recommender_officer
pu.wenyuan|蒲文渊|sc_gov:recommender_officer
kong.lingqian|孔令谦|sd_gov:recommender_officer
ji.wenbo|冀文博|he_gov:recommender_officer
lei.mingyuan|雷鸣远|sn_gov:recommender_officer
lu.jiahe|陆嘉禾|sh_gov:recommender_officer
qiao.yanan|乔雅南|mot:recommender_officer
tian.suifeng|田穗丰|mara:recommender_officer
ding.yichuan|丁一川|mee:recommender_officer
kang.jingzhi|康敬之|nea:recommender_officer
"""

_EXPERTS = """
xi.zhengheng|席正衡|ex_metro:expert
wen.hairuo|温海若|ex_marine:expert
qiao.zhiyuan|乔知远|ex_energy:expert
lin.qinghe|蔺清和|ex_chem:expert
qi.xiangqian|戚向前|ex_auto:expert
min.siqi|闵思齐|ex_info:expert
mu.changqing|牧长青|ex_agri:expert
ling.xiaohan|凌霄汉|ex_space:expert
bai.zhuren|白术仁|ex_med:expert
gongsun.yan|公孙砚|ex_law:expert
shi.leiming|石磊明|ex_mine:expert
shang.luochuan|商洛川|ex_trade:expert
"""

_HOSTS = """
gu.xuelian|顾雪莲|bt_cotton:preparer,bt_cotton:submitter
wu.ani|吴阿妮|gz_folk:preparer,gz_folk:submitter
zhuang.xiaorong|庄晓榕|gd_east:preparer,gd_east:submitter
li.xiaoxiao|励潇潇|zj_port:preparer,zj_port:submitter
bai.xue|柏雪|sd_new:preparer,sd_new:submitter
wu.dangui|吴丹桂|gz_nonferrous:preparer,gz_nonferrous:submitter
ran.qiming|冉启明|gz_data:preparer
pan.yinuo|潘一诺|gz_data:submitter
peng.zhe|彭喆|gz_data:unit_admin
wei.qingdai|韦青黛|gz_tcm:preparer,gz_tcm:submitter
xian.yutong|冼雨桐|gd_std:preparer,gd_std:submitter
mai.jiaxin|麦嘉欣|gd_h2:submitter
kuang.yuhang|邝宇航|gd_h2:preparer
lai.siqi|赖思齐|gd_low:submitter
ji.feixiang|计飞翔|gd_low:preparer
ning.yue|宁玥|gd_low:unit_admin
cai.jiaqi|蔡佳琪|gd_storage:preparer,gd_storage:submitter
lou.zhiwei|楼知微|zj_std:preparer,zj_std:submitter
bao.ziang|鲍子昂|zj_ai:unit_admin
wang.caiwei|汪采薇|zj_rural:preparer,zj_rural:submitter
shi.kexin|史可心|zj_robot:submitter
ying.zichen|应梓辰|zj_robot:preparer
bian.shuyao|卞书瑶|js_std:preparer,js_std:submitter
zhu.ying|祝颖|js_storage:submitter
qiu.shuo|仇硕|js_storage:preparer
yao.xinyi|姚心怡|js_med:preparer,js_med:submitter
ding.xiangning|丁香凝|js_conn:preparer,js_conn:submitter
ke.wenqian|柯文倩|hb_std:preparer,hb_std:submitter
xiang.chenxi|向晨曦|hb_quantum:submitter
tu.boyuan|涂博远|hb_quantum:preparer
shu.yao|舒遥|hb_photonics:submitter
lan.tian|兰天佑|hb_photonics:preparer
xia.xingyu|夏星宇|hb_beidou:preparer,hb_beidou:submitter
mou.yufei|牟雨霏|sc_std:preparer,sc_std:submitter
gou.xiaoyan|苟晓燕|sc_aviation:submitter
luo.zhiyao|骆之遥|sc_aviation:preparer
shui.yueming|税月明|sc_eco:preparer,sc_eco:submitter
zuo.siyuan|左思源|sc_rail:preparer,sc_rail:submitter
zou.yuqing|邹雨晴|sd_std:preparer,sd_std:submitter
qi.mengyao|綦梦瑶|sd_material:submitter
luan.jiayi|栾嘉毅|sd_material:preparer
sui.xinyue|隋心悦|sd_cold:preparer,sd_cold:submitter
pang.xiaowen|逄晓雯|sd_agri:preparer,sd_agri:submitter
zang.ruoshui|臧若水|sd_ocean:preparer,sd_ocean:submitter
mi.xiaohe|米晓禾|he_std:preparer,he_std:submitter
di.xiaoyu|底小雨|he_rail:preparer,he_rail:submitter
hui.yaqin|惠雅琴|sn_std:preparer,sn_std:submitter
ju.siyu|巨思语|sn_smart:submitter
qiang.yifan|强一帆|sn_smart:preparer
su.hexiang|苏合香|sn_tcm:preparer,sn_tcm:submitter
xi.ruoyun|奚若芸|sh_std:preparer,sh_std:submitter
ni.yating|倪雅婷|sh_ic:submitter
zhuang.xinyuan|庄芯源|sh_ic:preparer
tan.xiao|谈笑|sh_icv:preparer,sh_icv:submitter
zhuge.yu|诸葛宇|sh_robot:submitter
ruan.minghao|阮明昊|sh_robot:preparer
"""


def _memberships(text: str) -> tuple[Membership, ...]:
    return tuple(Membership(*seat.split(":")) for seat in text.split(","))


def _person(line: str) -> Person:
    local, name, seats, *description = line.split("|")
    return Person(
        email=f"{local}@{MAIL_DOMAIN}",
        name=name,
        memberships=_memberships(seats),
        featured=bool(description),
        description="".join(description),
    )


PEOPLE: tuple[Person, ...] = tuple(
    _person(line) for table in (_FEATURED, _OFFICES, _EXPERTS, _HOSTS, _FOUNDED) for line in table.strip().splitlines()
)
BY_EMAIL: dict[str, Person] = {person.email: person for person in PEOPLE}


def email(local: str) -> str:
    """Address of a persona from its part before the @."""
    return f"{local}@{MAIL_DOMAIN}"


def holder(unit: str, role: str) -> str:
    """Address of the first persona who has this seat."""
    return next(person.email for person in PEOPLE if Membership(unit, role) in person.memberships)
