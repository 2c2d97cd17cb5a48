"""Bases under construction in every state that a build may be in, and the last that failed."""

DIARY = """
2022-graphene|passed|
 2025-12-01 check
 2025-12-15 apply
 2026-03-09 judge 通过

2022-netsec|awaiting_acceptance|
 2026-05-06 check
 2026-05-22 apply filed

2022-iot|awaiting_acceptance|
 2026-04-27 check
 2026-05-13 apply returned

2022-blockchain|awaiting_acceptance|report-2024:none
 2026-04-20 check
 2026-05-07 apply
 2026-06-10 judge 通过 seated

2022-city|awaiting_acceptance|
 2026-04-13 check
 2026-04-28 apply
 2026-05-25 judge 通过 signed

2022-eldercare|rectifying|
 2026-03-02 check
 2026-03-17 apply
 2026-04-07 judge 整改

2022-pipes|rectifying|
 2025-09-22 check
 2025-10-10 apply
 2025-10-27 judge 整改

2022-saving|building|
 2025-09-25 extend 12
 2025-12-16 report 2025 received

2022-recycling|building|

2022-emergency|building|
 2026-04-14 open_window 2026-07-31

2022-appliance|failed|
 2025-12-02 check
 2025-12-16 apply
 2026-05-06 judge 未通过

2023-space|building|
 2026-06-10 check checking

2023-remote|building|
 2026-05-18 check
 2026-06-12 apply draft

2023-display|building|
 2026-06-09 extension draft

2023-biomass|building|
 2026-06-03 extension filed

2023-nuclear|building|
 2026-05-20 extension agreed

2023-buildmat|building|
 2026-05-11 extension returned

2023-logistics|building|review:none
 2026-05-06 extension refused

2023-marine|building|

2023-agrisafe|building|review:none report-2025:filed

2023-carbon|building|
 2026-05-27 problem 主要参与单位破产清算，退出共建

2023-nansha|building|
 2025-03-18 problem 数据跨境试点政策调整，原定试验场景取消 2025-06-24

2023-meddev-abroad|building|
 2026-06-05 violation

2024-icv-abroad|building|review:draft
 2026-05-12 entrust 2026-08-31

2024-smartmfg-abroad|building|review:filed report-2025:sent

2024-agrimach-abroad|building|report-2025:filed

2024-qingdao|building|review:received

2024-xianhigh|building|review:none report-2025:none

2025-newmat-abroad|building|plan:returned

2025-aviation-abroad|building|plan:none

2025-iiot-abroad|building|plan:draft

2025-beidou-abroad|building|plan:none receive:none
"""
