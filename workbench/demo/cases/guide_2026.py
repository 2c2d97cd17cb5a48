"""Cases of the second call of 2026, under the guide of 2017: cities, associations and 兵团 have a way there."""

DIARY = """
lowalt-sz|低空物流|sector|gd_low|sz_dept|lowalt|440300|05-14 09:40|100
 05-28 10:22 submit_plan
 06-05 15:36 endorse_plan 深圳低空物流场景集中，申报单位试验条件完备，经论证同意报市人民政府。
 06-12 09:50 recommend 经审核符合申报条件，同意推荐。
coldchain-qd|海洋冷链|sector|sd_cold|qd_dept|coldchain|370200|05-18 14:05|100
 06-04 11:16 submit_plan
 06-12 16:20 endorse_plan 远洋渔获冷链标准需求明确，论证通过，同意报市人民政府审核。
rural-assoc|数字乡村服务|sector|zj_rural|assoc_rural|rural||05-15 10:30|100
 06-01 09:28 submit_plan
 06-09 14:44 endorse_plan 协会组织专家论证，方案可在会员单位推广，同意推荐审核。
 06-16 10:06 recommend 经协会理事会审议，符合申报条件，同意推荐。
cotton-bt|棉花生产机械|sector|bt_cotton|bt_dept|agrimach|660000|05-12 11:18|100
 05-27 16:02 submit_plan
 06-08 12:40 endorse_plan 兵团棉花机械化水平高，标准化基础好，论证通过，同意报兵团审核。
"""
