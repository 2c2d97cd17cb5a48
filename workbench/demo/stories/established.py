"""Bases of the calls of 2019 and 2020, established or ended long ago, and the first two of 2022."""

DIARY = """
2019-wind|operating|
 2021-10-11 check
 2021-10-25 apply
 2021-11-10 judge 通过
 2022-01-19 establish
 2025-01-20 evaluate 优秀

2019-grid|operating|
 2021-09-27 check
 2021-10-14 apply
 2021-11-02 judge 通过
 2022-01-20 establish
 2025-02-17 evaluate 合格

2019-biomed|remediation|
 2021-10-18 check
 2021-11-01 apply
 2021-11-16 judge 通过
 2022-01-21 establish
 2025-01-14 evaluate 不合格
 2026-04-27 visit_again

2019-cnc|revoked|
 2021-11-01 check
 2021-11-15 apply
 2021-11-30 judge 通过
 2022-02-16 establish
 2024-11-25 evaluate 不合格
 2025-12-22 ask_early
 2026-03-02 evaluate_again 不合格
 2026-06-15 revoke

2019-seed|revoked|
 2021-10-12 check
 2021-10-28 apply
 2021-11-12 judge 通过
 2022-02-17 establish
 2024-03-11 uphold
 2024-05-08 revoke_violation

2019-nanjing|operating|
 2021-10-20 check
 2021-11-04 apply
 2021-11-22 judge 通过
 2022-02-18 establish
 2023-09-04 rename 长江经济带江北新区 Jiangbei_New_Area_of_the_Yangtze_Economic_Belt
 2025-02-24 evaluate 合格

2019-food|terminated|report-2020:sent
 2021-11-08 check
 2021-11-22 apply
 2021-12-07 judge 未通过
 2022-02-23 terminate_failed

2019-textile|terminated|review:none
 2022-03-14 terminate_overdue

2020-nev|operating|
 2022-10-10 check
 2022-10-26 apply
 2022-11-14 judge 通过
 2023-02-08 establish
 2025-11-05 cycle 42
 2026-04-13 evaluate 合格 seated

2020-mobile|operating|
 2022-10-17 check
 2022-11-01 apply
 2022-11-17 judge 通过
 2023-02-09 establish
 2025-11-05 cycle 42
 2026-06-08 evaluate 合格 begun

2020-port|operating|
 2022-09-26 check
 2022-10-13 apply
 2022-11-02 judge 通过
 2023-02-10 establish
 2025-11-05 cycle 42
 2026-05-06 evaluate 合格 filed

2020-steel|operating|
 2022-10-24 check
 2022-11-08 apply
 2022-11-24 judge 通过
 2023-02-13 establish
 2025-12-10 cycle 60
 2026-04-13 change_host he_std

2020-additive|remediation|
 2022-10-12 check
 2022-10-27 apply
 2022-11-15 judge 通过
 2023-01-11 establish
 2025-11-17 evaluate 不合格

2020-building|operating|
 2022-10-11 check
 2022-10-25 apply
 2022-11-09 judge 整改
 2023-03-13 check
 2023-03-28 apply
 2023-04-12 judge 通过
 2023-06-15 establish
 2025-06-10 adjust

2020-cloud|operating|
 2022-10-08 extend 12
 2022-12-14 report 2022 received
 2023-10-09 check
 2023-10-24 apply
 2023-11-08 judge 通过
 2024-01-16 establish
 2026-05-18 inspect

2020-tourism|terminated|
 2022-04-11 uphold
 2022-06-09 terminate_violation

2022-rareearth|operating|
 2025-09-28 check
 2025-10-17 apply
 2025-11-04 judge 通过

2022-uhv|operating|
 2025-09-22 check
 2025-10-13 apply
 2025-10-30 judge 通过
 2026-01-22 establish 2022-rareearth
"""
