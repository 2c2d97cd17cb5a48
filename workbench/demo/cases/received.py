"""Cases of 2026 that lie on SAC's desk, or lay there until they were taken back."""

DIARY = """
qianzhong|黔中城市群|regional|gz_std|gz_dept|qianzhong|520000|05-06 09:12|100
 05-18 10:26 submit_plan
 05-25 15:40 endorse_plan 我局组织省内专家论证，方案定位清晰、基础扎实，同意提交省人民政府审核。
 06-03 09:35 recommend 经审核，方案符合申报条件，契合我省山地特色经济发展方向，择优予以推荐。
xian|珠江口西岸|regional|gd_std|gd_dept|xian|440000|05-06 10:40|100
 05-19 16:05 submit_plan
 05-27 09:50 endorse_plan 论证会认为该方案与大湾区标准共建任务衔接紧密，指标可考核，同意报省政府。
 06-05 11:10 recommend 同意推荐，请申报单位继续做好与港澳标准机构的对接工作。
yangzi|扬子江城市群|regional|js_std|js_dept|yangzi|320000|05-07 08:55|100
 05-15 14:30 submit_plan
 05-22 16:12 return_plan 总体可行，目标与指标之间还有不一致的地方，请修改后重新报送。
  # goals 与国际先进水平的差距没有说明，请补充比对的对象和时间。
  # indicators 科技成果转化为标准的统计口径应与省里的年度统计一致。
 05-28 10:18 submit_plan
  + goals 比对对象为德国、日本现行同类标准，比对截至2026年3月，比对报告作为附件报送。
  + indicators 科技成果转化为标准的数量按省级标准化统计调查制度的口径计算。
 06-02 15:25 endorse_plan 修改稿已逐条回应论证意见，同意提交省人民政府审核。
 06-10 10:02 recommend 经会签相关部门，无不同意见，同意推荐。
wuhan|武汉都市圈|regional|hb_std|hb_dept|wuhan|420100|05-06 14:20|100
 05-20 11:30 submit_plan
 05-28 17:05 endorse_plan 方案聚焦科教资源转化，保障措施落实，专家组一致同意上报。
 06-08 09:20 recommend 同意推荐该区域类创新基地，有关经费已列入省级预算建议。
xiongan|雄安新区|regional|he_std|he_dept|xiongan|130000|05-07 10:15|100
 05-21 09:48 submit_plan
 05-29 10:35 endorse_plan 方案与雄安新区建设标准体系衔接，任务明确，同意报省政府审核。
 06-11 15:55 recommend 经省政府审核，同意推荐，请抓紧落实试验用地。
hydrogen|氢能|sector|gd_h2|gd_dept|hydrogen||05-06 09:30|100
 05-14 15:12 submit_plan
 05-22 10:22 endorse_plan 申报单位氢能检测能力较强，产业链合作单位齐全，论证通过。
 06-01 16:40 recommend 符合我省氢能产业规划，经审核同意推荐。
robot|机器人|sector|zj_robot|zj_dept|robot||05-08 11:05|100
 05-19 09:36 submit_plan
 05-27 14:50 endorse_plan 专家论证意见为同意，建议在建设中加强减速器企业的参与。
 06-04 10:15 recommend 同意推荐，请省市场监管局督促落实配套经费。
quantum|量子信息|sector|hb_quantum|hb_dept|quantum||05-07 15:35|100
 05-22 09:15 submit_plan
 06-01 11:28 endorse_plan 量子测量方向特色鲜明，国际比对计划可行，同意提交审核。
 06-09 16:18 recommend 该方案技术水平高、示范性强，择优推荐。
storage|新型储能|sector|js_storage|nea_body|storage||05-06 16:00|100
 05-18 09:08 submit_plan
 05-26 10:45 return_plan 请补充储能电站安全方面的内容后再报。
  # tasks 重点任务未涉及热失控扩散的系统级试验，这是行业最关心的问题。
  # groundwork 并网试验能力应写明电压等级和容量。
 06-01 14:12 submit_plan
  + tasks 增加系统级热失控扩散试验方法研究，依托现有防火试验场开展，首年形成试验规程。
  + groundwork 现有并网试验平台容量3兆瓦、电压等级10千伏，可开展高低电压穿越试验。
 06-05 09:40 endorse_plan 补充内容完整，安全试验安排合理，同意报局领导审核。
 06-15 15:30 recommend 经审核，符合新型储能标准体系建设方向，同意推荐。
rail|轨道交通装备|sector|sc_rail|sc_dept|rail||05-08 09:25|100
 05-20 15:45 submit_plan
 05-29 09:55 endorse_plan 企业标准化基础较好，承诺开放试验平台，论证通过。
 06-12 10:50 recommend 经审核同意推荐，请注意与已有创新基地错位发展。
coldchain|冷链物流|sector|sd_cold|sd_dept|coldchain||05-07 09:05|100
 05-15 10:10 submit_plan
 05-25 16:30 endorse_plan 方案回应了产地预冷和数据可信两个痛点，同意提交省政府。
 06-08 14:35 recommend 同意推荐，省商务部门将同步支持示范线路建设。
nonferrous|有色金属|sector|gz_nonferrous|miit_body|nonferrous||05-06 13:50|100
 05-21 15:20 submit_plan
 06-01 09:30 endorse_plan 赤泥利用和标准样品方向具有行业代表性，经论证同意上报。
 06-16 10:25 recommend 符合原材料工业高质量发展方向，同意推荐。
agrimach|农业机械|sector|sd_agri|mara_body|agrimach||05-11 10:30|100
 05-22 16:50 submit_plan
 06-02 10:05 endorse_plan 方案紧扣农机装备补短板，田间试验安排具体，同意报部审核。
 06-17 09:45 recommend 经部内有关司局会签，同意推荐。
ship-abroad|船舶国际标准化|international|sh_ship|miit_body|ship||05-08 14:05|100
 05-25 10:55 submit_plan
 06-03 15:15 endorse_plan 该所国际标准工作经验丰富，提案储备充分，论证通过。
 06-18 11:20 recommend 同意推荐，请加强与国际标准组织国内技术对口单位的协调。
rail-abroad|轨道交通装备国际标准化|international|sc_rail|sc_dept|rail||05-11 15:10|100
 05-22 10:40 submit_plan
 05-28 11:05 endorse_plan 经论证，海外项目标准应用有一定基础，同意提交审核。
 06-03 16:22 recommend 经审核同意推荐。
 06-16 14:48 withdraw_recommendation 申报单位海外试验合作协议未能续签，主要任务基础发生变化，经研究撤回推荐。
"""
