"""Cases of 2026 that wait with a recommender, and those that ended before SAC."""

DIARY = """
lowalt|低空经济|sector|gd_low|gd_dept|lowalt||05-07 10:20|100
 05-25 09:32 submit_plan
 06-04 15:08 endorse_plan 试验空域和起降场资源落实，方案可操作性强，同意提交省政府审核。
storage-gd|新型储能|sector|gd_storage|gd_dept|storage||05-11 09:18|100
 05-28 14:40 submit_plan
 06-09 10:30 endorse_plan 用户侧储能应用场景丰富，建议推荐时统筹考虑与低空动力电池方向的分工。
bigdata|大数据|sector|gz_data|gz_dept|bigdata||05-06 15:25|100
 05-26 10:12 submit_plan
 06-05 16:20 endorse_plan 方案依托国家枢纽节点，数据流通标准具有先行优势，论证通过。
guanzhong|关中平原城市群|regional|sn_std|sn_dept|guanzhong|610000|05-08 10:08|100
 05-27 09:26 submit_plan
 06-08 15:50 endorse_plan 方案注重科技成果转化和对外农业合作，特色明显，同意报省政府。
chengdu|成都平原经济区|regional|sc_std|sc_dept|chengdu|510000|05-07 14:45|100
 05-26 16:02 submit_plan
 06-10 09:12 endorse_plan 已征求重庆市有关部门意见，川渝协同任务明确，同意上报审核。
icv|智能网联汽车|sector|sh_icv|miit_body|icv||05-12 10:50|100
 05-29 11:16 submit_plan
 06-11 10:28 endorse_plan 测试场景库建设基础较好，结果互认机制有创新，经论证同意上报。
aviation|民航|sector|sc_aviation|mot_body|aviation||05-11 14:32|100
 06-01 09:44 submit_plan
 06-12 15:36 endorse_plan 高原机场运行特色突出，论证专家组同意，提请部审核。
ic|集成电路|sector|sh_ic|sh_dept|ic||05-06 11:15|100
 05-21 10:35 submit_plan
 06-03 09:18 endorse_plan 芯粒互连验证能力国内领先，方案指标先进且可检测，同意提交市政府。
meddev|医疗器械|sector|js_med|js_dept|meddev||05-08 09:50|100
 05-20 14:15 submit_plan
 05-29 16:44 return_plan 论证意见认为方案基本成熟，请就以下两点修改。
  # qualifications 请补充从事医用软件测评人员的专业背景和数量。
  # funding 合作医院投入部分应附承诺书，并与经费总表一致。
 06-05 10:06 submit_plan
  + qualifications 现有医用软件测评人员9人，其中具有临床医学或生物医学工程背景的6人。
  + funding 合作医院以病例数据标注和人员投入折算，承诺书列为附件，金额与经费总表一致。
 06-15 09:22 endorse_plan 第二版已按意见补充人员和经费材料，同意提交省政府审核。
photonics|光电子|sector|hb_photonics|hb_dept|photonics||05-06 10:02|100
 05-18 15:28 submit_plan
 05-27 10:14 endorse_plan 光电子产业集聚度高，平台条件好，论证通过。
 06-04 16:08 return_endorsement 请组织单位补充说明与量子信息方案在试验平台上的分工，避免重复建设。
 06-12 11:02 endorse_plan 已补充分工说明：高速光电测试由本方案承担，单光子器件测试由量子方案承担。
robot-sh|机器人|sector|sh_robot|sh_dept|robot||05-08 13:40|100
 05-22 14:26 submit_plan
 06-04 10:52 decline_endorsement 申报单位成立时间短，尚无主持国家标准的经历，与申报条件差距较大，本年度不予提交。
photonics-abroad|光电子国际标准化|international|hb_photonics|miit_body|photonics||05-12 09:35|100
 05-28 10:20 submit_plan
 06-09 15:02 decline_endorsement 该单位已通过省里申报同一方向的领域类方案，国际任务可在其中安排，不再单独提交审核。
ic-abroad|集成电路国际标准化|international|sh_ic|sh_dept|ic||05-07 11:22|100
 05-20 09:54 submit_plan
 05-29 15:18 endorse_plan 具备一定国际标准基础，论证意见为原则同意，请审核。
 06-11 16:30 decline_recommendation 国际提案尚处预研阶段，参与成员国支持不足，经审核暂不推荐，建议条件成熟后再报。
tcm-abroad|中医药国际标准化|international|sn_tcm|sn_dept|tcm||05-11 16:15|42
 06-02 09:28 withdraw 经所务会研究，本年度集中力量申报领域类方案，国际方向不再申报。
nonferrous-abroad|有色金属国际标准化|international|gz_nonferrous|gz_dept|nonferrous||05-12 15:00|100
 05-27 16:36 submit_plan
 06-05 09:58 withdraw 牵头专家工作变动，国际提案团队需要调整，申请撤回本方案。
"""
