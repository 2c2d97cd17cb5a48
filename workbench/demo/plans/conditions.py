"""How a host of the demo answers each condition, with the kinds of attachment that prove it."""

from workbench.demo.plans.content import Answer

# key of the condition | kind of attachment | answer; names in braces are those of the wordings
_ANSWERS = """
m1|legal|{host}为依法登记的独立法人；所在地人民政府或者行业部门已书面表示支持，见证明材料。
m2|team|现有专职标准化人员{n_staff}人，其中高级职称{n_senior}人；提供办公用房{office}平方米，经费支持已列入预算。
m3|standing|主持或参与制定国家标准、行业标准{n_std}项，{n_member}人担任全国专业标准化技术委员会委员，与相关技术委员会长期合作。
m4|resources|汇聚检测认证、知识产权和标准样品资源，有试验平台{n_plat}个，近三年服务单位{n_served}家次。
g1|legal|{host}为依法登记的独立法人。
g2|standing|主持或参与制定国家标准、行业标准{n_std}项，在本领域有较高的知名度。
g3|resources|有试验平台{n_plat}个，近三年以市场化方式服务单位{n_served}家次。
g4|team|提供办公用房{office}平方米，承诺按年度落实建设经费。
r1|standing|承担过省级以上标准化试点示范项目的技术支撑，在区域标准研究与应用中具有区位优势。
r2|standing|近三年为{n_served}家次单位提供标准化整体解决方案，参与本省标准化服务业培育。
r3|resources|与高校、科研院所和企业建立协作，能够协调检测、计量和科技资源。
r4|standing|有{n_member}名专家在国际、国内标准化技术委员会任职，主导制定标准{n_std}项。
r5|resources|承担省部级以上科技计划项目{n_proj}项。
s1|team|设有标准化部门，专职人员{n_staff}人，其中{n_expert}人具有参与国际标准化活动的经验。
s2|standing|主导、参与相关领域标准制修订{n_std}项，{n_member}人担任技术委员会委员。
s3|resources|牵头承担省部级以上科技计划项目{n_proj}项。
s4|resources|拥有省部级以上试验平台{n_plat}个，设备{equip}余台套，能够开展标准试验验证。
i1|team|设有专门的标准化机构，专职人员{n_staff}人，{n_expert}名专家在国际标准化组织注册。
i2|standing|主持或参与国际标准制定{n_iso_past}项，承担国内技术对口工作。
i3|resources|牵头承担省部级以上科技计划项目{n_proj}项。
i4|resources|拥有省部级以上试验平台{n_plat}个，具备开展符合性测试的能力。
"""


def answers(spoken: dict[str, str]) -> dict[str, Answer]:
    """Every answer by the condition's key."""
    lines = (line.split("|") for line in _ANSWERS.strip().splitlines())
    return {key: Answer(kind, text.format_map(spoken)) for key, kind, text in lines}
