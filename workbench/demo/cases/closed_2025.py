"""Cases of the closed call of 2025: some reached SAC, some missed the window with their organiser."""

DIARY = """
ocean|海洋工程装备|sector|sd_ocean|sd_dept|ocean||05-08 10:12|100
 06-04 15:20 submit_plan
 06-20 10:38 endorse_plan 深海试验条件国内领先，方案经论证可行，同意报省政府审核。
 07-11 09:42 recommend 符合我省海洋强省建设方向，同意推荐。
tcm|中医药|sector|gz_tcm|gz_dept|tcm||05-12 09:26|100
 06-10 11:05 submit_plan
 06-26 16:14 endorse_plan 道地药材标准工作起步早，示范县积极性高，论证通过。
 07-18 10:50 recommend 经审核同意推荐。
rural|数字乡村|sector|zj_rural|zj_dept|rural||05-09 14:36|100
 06-06 09:18 submit_plan
 06-24 15:40 endorse_plan 方案源自共同富裕示范实践，可推广性强，同意提交审核。
 07-28 16:25 recommend 同意推荐，请做好与国家数字乡村试点的衔接。
beidou|北斗时空信息|sector|hb_beidou|hb_dept|beidou||06-16 10:20|100
 07-24 16:52 submit_plan
ai|人工智能|sector|zj_ai|zj_dept|ai||06-11 09:48|100
 07-10 14:30 submit_plan
 07-18 11:12 return_plan 标准清单与国家人工智能标准体系的对应关系不清楚，请补充。
  # tasks 请逐项标明拟研制标准在国家标准体系中的位置。
 07-29 17:20 submit_plan
  + tasks 拟研制标准与国家人工智能产业综合标准化体系的对应关系见附件清单。
huanghe|黄河三角洲|regional|sd_std|sd_dept|huanghe|370000|06-18 15:15|100
 07-28 10:44 submit_plan
"""
