"""Cases of 2026 that an organiser appraises or an applicant still writes."""

DIARY = """
pv|光伏|sector|he_pv|he_dept|pv||05-06 09:45|100
 06-15 10:24 submit_plan
rail-he|轨道交通装备|sector|he_rail|he_dept|rail||05-13 10:10|100
 06-11 14:22 submit_plan
qiandongnan|黔东南特色产业带|regional|gz_folk|gz_dept|qiandongnan|520000|05-07 09:40|100
 06-08 10:46 submit_plan
yuedong|粤东沿海经济带|regional|gd_east|gd_dept|yuedong|440000|05-12 14:18|100
 06-10 16:12 submit_plan
qiantang|钱塘江流域|regional|zj_std|zj_dept|qiantang|330000|05-11 11:28|100
 06-09 09:16 submit_plan
 06-16 10:30 endorse_plan 流域协同治理标准有特色，同意报省政府，与宁波舟山港域方案请省政府择一推荐。
ningbo|宁波舟山港域|regional|zj_port|zj_dept|ningbo|330200|05-13 09:22|100
 06-12 15:04 submit_plan
 06-17 11:12 endorse_plan 港航标准化基础扎实，国际航运合作广，同意报省政府择优。
ship|船舶|sector|sh_ship|miit_body|ship||05-12 08:50|100
 06-16 09:38 submit_plan
iiot|工业互联网|sector|js_conn|miit_body|iiot||05-08 15:55|100
 05-25 14:34 submit_plan
 06-05 11:26 return_plan 应用场景写得具体，标准研制部分还可加强，请修改。
  # tasks 请把设备数据接入语义方面的标准研制单列为一项任务。
  # schedule 国家标准从立项到报批一般需要两年，现有进度偏紧，请重新测算。
 06-17 10:42 submit_plan
  + tasks 新增“设备数据接入语义”标准研制任务，首批覆盖机加工、电线电缆两类设备。
  + schedule 国家标准报批节点调整到建设期第三年，前两年以团体标准和验证报告为主要产出。
ecoenv|生态环境|sector|sc_eco|mee_body|ecoenv||05-13 15:46|100
 06-12 09:14 submit_plan
rural-abroad|数字乡村国际标准化|international|zj_rural|mara_body|rural||05-14 10:36|100
 06-16 15:52 submit_plan
tcm|中医药|sector|sn_tcm|sn_dept|tcm||05-07 16:24|100
 05-25 11:38 submit_plan
 06-03 10:08 endorse_plan 秦岭道地药材资源优势明显，质量标准研究基础好，同意报省政府。
 06-12 09:34 return_endorsement 请补充种植大县和中药饮片企业的参与情况，并说明与省内其他中医药平台的关系。
newmat|先进新材料|sector|sd_material|sd_dept|newmat||05-08 10:44|100
 05-26 15:16 submit_plan
 06-04 14:02 return_plan 材料数据部分有特色，请按以下意见修改后再报。
  # advantages 与高校共建的材料数据库，请说明数据权属和开放方式。
  # indicators 气凝胶导热系数指标应注明试验温度和依据的方法标准。
 06-15 16:28 submit_plan
  + advantages 数据库由公司与高校共有，脱敏后的标准试验数据向参与起草的单位免费开放。
  + indicators 导热系数指标均指平均温度25℃下的数值，按防护热板法测定。
ai|人工智能|sector|zj_ai|zj_dept|ai||05-06 14:50|100
 05-28 09:52 submit_plan
 06-11 10:34 return_plan 评测能力突出，但公共性论述不足，请对照意见修改。
  # necessity 请说明由企业承担评测平台如何保持中立，避免既当运动员又当裁判员。
  # indicators 模型评测复现偏差请给出计算方法和样本量。
  # organisation 建议吸收高校和用户单位代表进入理事会，并明确回避规定。
smartmfg|智能制造|sector|sn_smart|miit_body|smartmfg||05-07 11:30|100
 05-27 14:58 submit_plan
 06-08 16:40 return_plan 请突出标准研制主线，压缩示范工厂建设内容。
  # indicators 示范工厂数量偏多，与标准工作的关联没有说清楚。
  # tasks 数字孪生保真度评价是重点，应单列任务并给出验证方案。
beidou|北斗时空信息|sector|hb_beidou|hb_dept|beidou||05-08 08:58|100
 06-01 10:16 submit_plan
 06-15 14:20 return_plan 与去年未报送的方案相比有明显进步，还需完善下列内容。
  # groundwork 城市峡谷测试道路的使用许可请附证明。
  # policy 请补充省、市两级对北斗规模应用的具体支持措施。
huanghe|黄河三角洲|regional|sd_std|sd_dept|huanghe|370000|05-11 08:48|100
 05-29 14:46 submit_plan
 06-10 11:14 return_plan 农业与石化两条主线之间缺少衔接，请调整后重新报送。
  # meaning 盐碱地治理与绿色石化如何统筹，请用一段话讲清楚。
  # tasks 研制类任务与示范类任务部分内容重复，建议合并。
pv-abroad|光伏国际标准化|international|he_pv|nea_body|pv||05-20 09:30|42
ocean-abroad|海洋工程装备国际标准化|international|sd_ocean|sd_dept|ocean||05-25 10:05|25
tcm-gz|中医药国际标准化|international|gz_tcm|gz_dept|tcm||05-18 14:28|58
jinan|济南新旧动能转换起步区|regional|sd_new|sd_dept|jinan|370100|05-19 09:55|67
hongqiao|虹桥国际开放枢纽|regional|sh_std|sh_dept|hongqiao|310000|05-12 16:20|83
robot-abroad|机器人国际标准化|international|sh_robot|sh_dept|robot||06-08 10:38|33
quantum-abroad|量子测量国际标准化|international|hb_quantum|hb_dept|quantum||06-15 15:22|8
bigdata-abroad|大数据国际标准化|international|gz_data|miit_body|bigdata||06-10 09:08|17
ai-abroad|人工智能国际标准化|international|zj_ai|miit_body|ai||06-18 16:45|0
coldchain-abroad|冷链物流国际标准化|international|sd_cold|mot_body|coldchain||05-26 11:40|50
storage-abroad|新型储能国际标准化|international|js_storage|js_dept|storage||05-21 13:58|75
hydrogen-abroad|氢能国际标准化|international|gd_h2|gd_dept|hydrogen||05-15 10:32|100
ecoenv-abroad|生态环境国际标准化|international|sc_eco|sc_dept|ecoenv||06-22 09:06|0
lowalt-abroad|低空经济国际标准化|international|gd_low|miit_body|lowalt||05-22 15:34|92
"""
