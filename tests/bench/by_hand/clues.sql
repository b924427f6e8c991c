-- stage: quarantine
CREATE TEMP TABLE incoming AS SELECT
    filename AS file,
    file_row_number + 2 AS row,
    blank(线索编号) AS clue_id,
    blank(所属区划) AS area_code,
    blank(收到单位) AS received_unit_code,
    blank(收到日期) AS received_text,
    try_cast(收到日期 AS DATE) AS received_on,
    blank(举报渠道) AS channel_text,
    map {'12337平台': 'hotline_12337', '电话': 'phone', '信件': 'letter', '来访': 'visit', '网络': 'online', '巡查督导': 'inspection', '上级转办': 'transferred'}[举报渠道] AS channel,
    blank(行业领域) AS sector_code,
    blank(是否可联系) AS contactable,
    flag(是否可联系) AS is_contactable,
    blank(是否应转办) AS needs,
    flag(是否应转办) AS needs_transfer,
    blank(转办单位) AS transferring_unit_code,
    blank(转办日期) AS transferred_text,
    try_cast(转办日期 AS DATE) AS transferred_on,
    blank(核查单位收到日期) AS unit_received_text,
    try_cast(核查单位收到日期 AS DATE) AS unit_received_on,
    blank(首次联系日期) AS first_contact_text,
    try_cast(首次联系日期 AS DATE) AS first_contact_on,
    blank(核查开始日期) AS started_text,
    try_cast(核查开始日期 AS DATE) AS verification_started_on,
    blank(办理期限) AS due_text,
    try_cast(办理期限 AS DATE) AS due_on,
    blank(延期批准日期) AS approved_text,
    try_cast(延期批准日期 AS DATE) AS extension_approved_on,
    blank(延期至) AS extended_text,
    try_cast(延期至 AS DATE) AS extended_to,
    blank(作出结论日期) AS concluded_text,
    try_cast(作出结论日期 AS DATE) AS concluded_on,
    blank(核查结论) AS conclusion_text,
    map {'查实': 'substantiated', '部分查实': 'partly', '查否': 'unsubstantiated', '无法查实': 'unverifiable', '重复举报': 'duplicate', '不属受理范围': 'out_of_scope'}[核查结论] AS conclusion,
    blank(集体讨论人数) AS panel_text,
    try_cast(集体讨论人数 AS INTEGER) AS panel_size,
    blank(是否全程记录) AS recorded,
    flag(是否全程记录) AS is_recorded,
    blank(是否签字确认) AS signed,
    flag(是否签字确认) AS is_signed,
    blank(是否依据明确) AS basis,
    flag(是否依据明确) AS has_basis,
    blank(审核日期) AS reviewed_text,
    try_cast(审核日期 AS DATE) AS reviewed_on,
    blank(审核结果) AS result_text,
    map {'维持': 'upheld', '退回': 'returned'}[审核结果] AS review_result,
    blank(办结日期) AS closed_text,
    try_cast(办结日期 AS DATE) AS closed_on,
    blank(立案日期) AS filed_text,
    try_cast(立案日期 AS DATE) AS case_filed_on,
    blank(结果反馈日期) AS fed_back_text,
    try_cast(结果反馈日期 AS DATE) AS fed_back_on,
    blank(核查单位) AS handling_unit_code,
    blank(上交情况) AS escalation_text,
    map {'未上交': 'none', '提级办理': 'raised', '异地办理': 'other_area'}[上交情况] AS escalation,
    blank(更新时间) AS updated_text,
    try_cast(更新时间 AS TIMESTAMPTZ) AS updated_at
FROM read_parquet(getvariable('home') || '/inbox/clues/*', filename = true, file_row_number = true);

CREATE TEMP TABLE judged AS SELECT *, list_filter([
    must_have('clue_id', clue_id, id_fault('clue_id', clue_id)),
    must_have('area_code', area_code, area_fault('area_code', area_code, '\d{6}|\d{9}')),
    must_have('received_unit_code', received_unit_code, unit_fault('received_unit_code', received_unit_code)),
    must_have('received_on', received_text, day_fault('received_on', received_text, received_on)),
    must_have('channel', channel_text, word_fault('channel', channel_text, channel)),
    sector_fault('sector_code', sector_code),
    must_have('is_contactable', contactable, flag_fault('is_contactable', contactable)),
    must_have('needs_transfer', needs, flag_fault('needs_transfer', needs)),
    unit_fault('transferring_unit_code', transferring_unit_code),
    day_fault('transferred_on', transferred_text, transferred_on),
    day_fault('unit_received_on', unit_received_text, unit_received_on),
    day_fault('first_contact_on', first_contact_text, first_contact_on),
    day_fault('verification_started_on', started_text, verification_started_on),
    must_have('due_on', due_text, day_fault('due_on', due_text, due_on)),
    day_fault('extension_approved_on', approved_text, extension_approved_on),
    day_fault('extended_to', extended_text, extended_to),
    day_fault('concluded_on', concluded_text, concluded_on),
    word_fault('conclusion', conclusion_text, conclusion),
    number_fault('panel_size', panel_text, panel_size, 0, 99),
    flag_fault('is_recorded', recorded),
    flag_fault('is_signed', signed),
    flag_fault('has_basis', basis),
    day_fault('reviewed_on', reviewed_text, reviewed_on),
    word_fault('review_result', result_text, review_result),
    day_fault('closed_on', closed_text, closed_on),
    day_fault('case_filed_on', filed_text, case_filed_on),
    day_fault('fed_back_on', fed_back_text, fed_back_on),
    unit_fault('handling_unit_code', handling_unit_code),
    must_have('escalation', escalation_text, word_fault('escalation', escalation_text, escalation)),
    day_fault('updated_at', updated_text, updated_at),
    CASE WHEN received_on < DATE '2000-01-01' THEN 'received_on received_before_2000' END,
    CASE WHEN received_on > current_date THEN 'received_on received_in_future' END,
    CASE WHEN transferred_on < received_on THEN 'transferred_on transferred_before_received' END,
    CASE WHEN transferred_on IS NOT NULL AND transferring_unit_code IS NULL
        THEN 'transferred_on transferred_without_unit' END,
    CASE WHEN unit_received_on < received_on THEN 'unit_received_on unit_received_before_received' END,
    CASE WHEN first_contact_on < received_on THEN 'first_contact_on contact_before_received' END,
    CASE WHEN first_contact_on < unit_received_on THEN 'first_contact_on contact_before_unit_received' END,
    CASE WHEN verification_started_on < received_on
        THEN 'verification_started_on verification_before_received' END,
    CASE WHEN verification_started_on < unit_received_on
        THEN 'verification_started_on verification_before_unit_received' END,
    CASE WHEN due_on < received_on THEN 'due_on due_before_received' END,
    CASE WHEN extension_approved_on < received_on
        THEN 'extension_approved_on extension_before_received' END,
    CASE WHEN extended_to IS NOT NULL AND extension_approved_on IS NULL
        THEN 'extended_to extended_without_approval' END,
    CASE WHEN extended_to < due_on THEN 'extended_to extended_to_before_due' END,
    CASE WHEN concluded_on < received_on THEN 'concluded_on concluded_before_received' END,
    CASE WHEN (conclusion IS NULL) <> (concluded_on IS NULL)
        THEN 'conclusion conclusion_and_day_apart' END,
    CASE WHEN reviewed_on < received_on THEN 'reviewed_on reviewed_before_received' END,
    CASE WHEN reviewed_on < concluded_on THEN 'reviewed_on reviewed_before_concluded' END,
    CASE WHEN review_result IS NOT NULL AND reviewed_on IS NULL
        THEN 'review_result result_without_review' END,
    CASE WHEN closed_on < received_on THEN 'closed_on closed_before_received' END,
    CASE WHEN closed_on IS NOT NULL AND review_result IS DISTINCT FROM 'upheld'
        THEN 'closed_on closed_without_being_upheld' END,
    CASE WHEN closed_on < concluded_on THEN 'closed_on closed_before_concluded' END,
    CASE WHEN case_filed_on < received_on THEN 'case_filed_on filed_before_received' END,
    CASE WHEN fed_back_on < received_on THEN 'fed_back_on fed_back_before_received' END,
    CASE WHEN fed_back_on < concluded_on THEN 'fed_back_on fed_back_before_concluded' END,
    CASE WHEN clue_id IS NOT NULL AND row_number() OVER (
        PARTITION BY file, clue_id ORDER BY updated_at DESC NULLS LAST, row DESC
    ) > 1 THEN 'clue_id duplicate_key' END
], lambda fault: fault IS NOT NULL) AS faults
FROM incoming;
CREATE TABLE quarantine AS SELECT file, row, unnest(faults) AS fault
FROM judged WHERE len(faults) > 0;
DROP TABLE incoming;

-- stage: history
CREATE TABLE clue AS SELECT
    pseudonym(clue_id) AS clue_id, area_code, received_unit_code, received_on, channel, sector_code,
    is_contactable, needs_transfer, transferring_unit_code, transferred_on, unit_received_on,
    first_contact_on, verification_started_on, due_on, extension_approved_on, extended_to,
    concluded_on, conclusion, panel_size, is_recorded, is_signed, has_basis, reviewed_on,
    review_result, closed_on, case_filed_on, fed_back_on, handling_unit_code, escalation, updated_at,
    getvariable('known_at') AS known_from_at, CAST(NULL AS TIMESTAMPTZ) AS known_until_at,
    file, row
FROM (
    SELECT * FROM judged WHERE len(faults) = 0
    QUALIFY row_number() OVER (
        PARTITION BY clue_id ORDER BY updated_at DESC NULLS LAST, file DESC, row DESC
    ) = 1
);
DROP TABLE judged;

-- stage: marts
CREATE MACRO known(day) AS CASE WHEN day <= getvariable('as_of') THEN day END;
CREATE MACRO monday(day) AS CAST(date_trunc('week', day) AS DATE);
CREATE MACRO month_first(day) AS CAST(date_trunc('month', day) AS DATE);
CREATE VIEW at_cut_off AS SELECT
    clue_id, area_code, sector_code, channel, received_unit_code, handling_unit_code,
    coalesce(handling_unit_code, received_unit_code) AS checking_unit_code,
    is_contactable, needs_transfer, panel_size, escalation, received_on,
    known(transferred_on) AS transferred_on,
    CASE WHEN transferred_on <= getvariable('as_of') THEN transferring_unit_code END
        AS transferring_unit_code,
    known(unit_received_on) AS unit_received_on,
    known(first_contact_on) AS first_contact_on,
    known(verification_started_on) AS verification_started_on,
    known(concluded_on) AS concluded_on,
    CASE WHEN concluded_on <= getvariable('as_of') THEN conclusion END AS conclusion,
    CASE WHEN concluded_on <= getvariable('as_of') THEN
        coalesce(panel_size >= 3 AND is_recorded AND is_signed AND has_basis, false) END AS is_compliant,
    known(reviewed_on) AS reviewed_on,
    known(closed_on) AS closed_on,
    known(case_filed_on) AS case_filed_on,
    known(fed_back_on) AS fed_back_on,
    coalesce(extended_to IS NOT NULL AND extension_approved_on <= due_on
        AND extension_approved_on <= getvariable('as_of'), false) AS is_extended,
    CASE WHEN extended_to IS NOT NULL AND extension_approved_on <= due_on
        AND extension_approved_on <= getvariable('as_of') THEN extended_to ELSE due_on END AS last_due_on
FROM clue WHERE known_until_at IS NULL AND received_on <= getvariable('as_of');

CREATE TABLE fct_clue AS SELECT
    clue_id, town_code, received_unit_code, handling_unit_code, transferring_unit_code, sector_code,
    channel, monday(received_on) AS received_week, monday(transferred_on) AS transferred_week,
    monday(unit_received_on) AS unit_received_week, monday(first_contact_on) AS first_contact_week,
    monday(verification_started_on) AS verification_started_week, monday(last_due_on) AS due_week,
    monday(concluded_on) AS concluded_week, monday(reviewed_on) AS reviewed_week,
    monday(closed_on) AS closed_week, monday(case_filed_on) AS case_filed_week,
    monday(fed_back_on) AS fed_back_week, conclusion, escalation, is_contactable, needs_transfer,
    is_extended, concluded_on IS NULL AS is_open,
    concluded_on IS NULL AND last_due_on < getvariable('as_of') AS is_overdue,
    panel_size, is_compliant
FROM at_cut_off c LEFT JOIN span s
ON c.area_code = s.area_code AND s.valid_from <= c.received_on AND c.received_on < s.valid_to;

CREATE TABLE overdue AS SELECT
    checking_unit_code AS unit_code,
    count(*) AS open_count,
    count(*) FILTER (WHERE last_due_on < getvariable('as_of')) AS overdue_count,
    count(*) FILTER (WHERE last_due_on >= getvariable('as_of')
        AND last_due_on <= getvariable('as_of') + 7) AS due_in_7_days_count,
    min(last_due_on) FILTER (WHERE last_due_on < getvariable('as_of')) AS oldest_due_on,
    max(getvariable('as_of') - last_due_on) FILTER (WHERE last_due_on < getvariable('as_of'))
        AS longest_overdue_days
FROM at_cut_off WHERE concluded_on IS NULL GROUP BY ALL;

CREATE TABLE register_month AS SELECT
    strftime(received_on, '%Y-%m') AS month, count(*) AS row_count
FROM clue WHERE known_until_at IS NULL GROUP BY ALL;

CREATE TABLE agg_clue_month AS
WITH happened AS (
    SELECT strftime(received_on, '%Y-%m') AS month, received_unit_code AS unit_code, area_code,
        sector_code, channel, 1 AS received, 0 AS transferred, 0 AS concluded, 0 AS filed
    FROM at_cut_off
    UNION ALL
    SELECT strftime(transferred_on, '%Y-%m'), transferring_unit_code, area_code, sector_code, channel,
        0, 1, 0, 0
    FROM at_cut_off WHERE transferred_on IS NOT NULL
    UNION ALL
    SELECT strftime(concluded_on, '%Y-%m'), checking_unit_code, area_code, sector_code, channel,
        0, 0, 1, 0
    FROM at_cut_off WHERE concluded_on IS NOT NULL
    UNION ALL
    SELECT strftime(case_filed_on, '%Y-%m'), checking_unit_code, area_code, sector_code, channel,
        0, 0, 0, 1
    FROM at_cut_off WHERE case_filed_on IS NOT NULL
)
SELECT month, unit_code, area_code, coalesce(sector_code, 'none') AS sector_code, channel,
    sum(received) AS received_count, sum(transferred) AS transferred_count,
    sum(concluded) AS concluded_count, sum(filed) AS filed_count
FROM happened GROUP BY ALL;

CREATE TABLE reconciliation AS
WITH by_unit AS (
    SELECT month, unit_code,
        CASE WHEN grouping(sector_code) = 0 THEN 'sector' WHEN grouping(channel) = 0 THEN 'channel'
            ELSE 'total' END AS breakdown,
        coalesce(sector_code, channel, 'total') AS breakdown_code,
        sum(received_count) AS received, sum(transferred_count) AS transferred,
        sum(concluded_count) AS concluded, sum(filed_count) AS filed
    FROM agg_clue_month
    GROUP BY GROUPING SETS (
        (month, unit_code), (month, unit_code, sector_code), (month, unit_code, channel)
    )
)
SELECT month, unit_code, breakdown, breakdown_code, measure,
    CAST(NULL AS BIGINT) AS returned_count, computed_count,
    CAST(NULL AS BIGINT) AS difference, false AS is_matched
FROM by_unit UNPIVOT (computed_count FOR measure IN (received, transferred, concluded, filed))
WHERE computed_count > 0;

CREATE TABLE way AS
SELECT month_first(received_on) AS month_on, c.area_code, s.valid_from AS ancestry_on,
    coalesce(sector_code, 'none') AS sector_code, channel, concluded_on IS NULL AS is_open,
    coalesce(conclusion IN ('duplicate', 'out_of_scope'), false) AS is_excluded,
    CAST(getvariable('as_of') AS DATE) - received_on AS seen,
    transferred_on - received_on AS t, verification_started_on - received_on AS v,
    concluded_on - received_on AS c, case_filed_on - received_on AS f,
    CASE WHEN conclusion IN ('substantiated', 'partly') THEN concluded_on - received_on END AS s,
    CASE WHEN conclusion NOT IN ('substantiated', 'partly') THEN concluded_on - received_on END AS n
FROM at_cut_off c LEFT JOIN span s
ON c.area_code = s.area_code AND s.valid_from <= c.received_on AND c.received_on < s.valid_to;

CREATE TABLE by_breakdown AS
WITH by_area AS (
    SELECT month_on, area_code, ancestry_on, sector_code, channel, count_if(NOT is_excluded) AS n,
        count_if(is_excluded) AS x, count_if(is_open) AS o
    FROM way GROUP BY ALL
)
SELECT month_on, a.ancestor_code AS area_code,
    CASE WHEN grouping(sector_code) = 0 THEN 'sector' WHEN grouping(channel) = 0 THEN 'channel'
        ELSE 'total' END AS breakdown,
    coalesce(sector_code, channel, 'total') AS breakdown_code,
    sum(n) AS clue_count, sum(x) AS excluded_count, sum(o) AS open_count
FROM by_area b JOIN ancestor a ON b.area_code = a.area_code
AND a.valid_from <= b.ancestry_on AND b.ancestry_on < a.valid_to
WHERE a.level <> 'village'
GROUP BY GROUPING SETS (
    (month_on, a.ancestor_code), (month_on, a.ancestor_code, sector_code),
    (month_on, a.ancestor_code, channel)
);

-- who ends on a day, and how, on the way to a stage; beyond the last horizon nobody has ended
CREATE TABLE walked AS
WITH ended AS (
    SELECT month_on, area_code, ancestry_on, sector_code, channel, seen, unnest([
        {'stage': 'transferred', 'r': t, 'e': c}, {'stage': 'verification_started', 'r': v, 'e': c},
        {'stage': 'concluded', 'r': c, 'e': NULL}, {'stage': 'substantiated', 'r': s, 'e': n},
        {'stage': 'case_filed', 'r': f, 'e': n}
    ]) AS w
    FROM way WHERE NOT is_excluded
), by_day AS (
    SELECT month_on, area_code, ancestry_on, sector_code, channel, w.stage AS stage,
        least(greatest(least(w.r, w.e, seen), 0), 180) AS day,
        count(*) FILTER (WHERE w.r <= coalesce(w.e, w.r) AND w.r <= 180) AS r,
        count(*) FILTER (WHERE w.e < coalesce(w.r, w.e + 1) AND w.e <= 180) AS e, count(*) AS counted
    FROM ended GROUP BY ALL
), by_group AS (
    SELECT month_on, a.ancestor_code AS area_code,
        CASE WHEN grouping(sector_code) = 0 THEN 'sector' WHEN grouping(channel) = 0 THEN 'channel'
            ELSE 'total' END AS breakdown,
        coalesce(sector_code, channel, 'total') AS breakdown_code, stage, day,
        CAST(sum(r) AS DOUBLE) AS r, CAST(sum(e) AS DOUBLE) AS e, sum(counted) AS counted
    FROM by_day b JOIN ancestor a ON b.area_code = a.area_code
    AND a.valid_from <= b.ancestry_on AND b.ancestry_on < a.valid_to
    WHERE a.level <> 'village'
    GROUP BY GROUPING SETS (
        (month_on, a.ancestor_code, stage, day), (month_on, a.ancestor_code, sector_code, stage, day),
        (month_on, a.ancestor_code, channel, stage, day)
    )
), at_risk AS (
    SELECT *, CAST(sum(counted) OVER (
        PARTITION BY month_on, area_code, breakdown, breakdown_code, stage ORDER BY day
        ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
    ) AS DOUBLE) AS n
    FROM by_group
), left_open AS (
    SELECT *, exp(coalesce(sum(ln(greatest(1 - (r + e) / n, 1e-300))) OVER (
        PARTITION BY month_on, area_code, breakdown, breakdown_code, stage ORDER BY day
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), 0)) AS s
    FROM at_risk
), reached AS (
    SELECT *, sum(s * r / n) OVER so_far AS f, sum(r) OVER so_far AS ever,
        CASE WHEN n > r + e THEN (r + e) / (n * (n - r - e)) ELSE 0 END AS h,
        s * s * (n - r) * r / n ** 3 AS own, s * r / n ** 2 AS shared
    FROM left_open WINDOW so_far AS (
        PARTITION BY month_on, area_code, breakdown, breakdown_code, stage ORDER BY day
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    )
)
SELECT month_on, area_code, breakdown, breakdown_code, stage, day, f, ever, n,
    s * (1 - (r + e) / n) AS left_after,
    f * f * sum(h) OVER so_far - 2 * f * sum(h * f) OVER so_far + sum(h * f * f) OVER so_far
    + sum(own) OVER so_far - 2 * (f * sum(shared) OVER so_far - sum(shared * f) OVER so_far) AS variance
FROM reached WINDOW so_far AS (
    PARTITION BY month_on, area_code, breakdown, breakdown_code, stage ORDER BY day
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
);

CREATE TABLE clue_funnel AS
WITH horizon AS (
    SELECT unnest([30, 60, 90, 180]) AS horizon_days
), at_horizon AS (
    SELECT month_on, area_code, breakdown, breakdown_code, stage, horizon_days, max(day) AS last_day,
        arg_max({'f': f, 'ever': ever, 's': left_after, 'v': variance}, day)
            FILTER (WHERE day <= horizon_days) AS w
    FROM walked, horizon GROUP BY ALL
), known AS (
    SELECT b.*, stage, horizon_days, coalesce(w.ever, 0) AS ever,
        CASE WHEN last_day >= horizon_days OR w.s = 0 THEN coalesce(w.f, 0) END AS f,
        CASE WHEN last_day >= horizon_days OR w.s = 0
            THEN CASE WHEN w.v > 1e-12 THEN sqrt(w.v) ELSE 0 END END AS error,
        CASE WHEN last_day >= horizon_days OR w.s = 0 THEN coalesce(w.s, 1) END AS s,
        CAST(month_on + INTERVAL 1 MONTH - INTERVAL 1 DAY AS DATE) + horizon_days
            <= getvariable('as_of') AS is_mature
    FROM by_breakdown b CROSS JOIN (SELECT DISTINCT stage FROM walked) CROSS JOIN horizon
    LEFT JOIN at_horizon USING (month_on, area_code, breakdown, breakdown_code, stage, horizon_days)
)
SELECT strftime(month_on, '%Y-%m') AS cohort_month, area_code, breakdown, breakdown_code, stage,
    horizon_days, clue_count, excluded_count, CASE WHEN is_mature THEN ever END AS reached_count,
    1e2 * f AS incidence_percent, 1e2 * error AS standard_error, 1e2 * s AS open_percent,
    open_count, is_mature,
    CASE WHEN clue_count = 0 THEN 'not_applicable' WHEN is_mature THEN 'ok' ELSE 'provisional' END AS status
FROM known;

CREATE TABLE deadline AS
WITH numbered AS (
    SELECT CAST(日期 AS DATE) AS day, flag(是否工作日) AS is_workday,
        count_if(flag(是否工作日)) OVER (ORDER BY CAST(日期 AS DATE)) AS number
    FROM read_csv(getvariable('home') || '/inbox/calendar_day.csv', all_varchar = true)
)
SELECT a.day AS received_on, b.day AS deadline_on
FROM numbered a JOIN numbered b ON b.is_workday AND b.number = a.number + 3;

CREATE TABLE month_count AS
WITH judged AS (
    SELECT 'RPT02' AS indicator_id, received_on AS counted_on, received_unit_code AS unit_code,
        area_code, transferred_on <= deadline_on AS is_met
    FROM at_cut_off JOIN deadline USING (received_on)
    WHERE needs_transfer AND deadline_on <= getvariable('as_of')
    UNION ALL
    SELECT 'RPT03', unit_received_on + 30, checking_unit_code, area_code,
        first_contact_on <= unit_received_on + 30
    FROM at_cut_off WHERE is_contactable AND unit_received_on + 30 <= getvariable('as_of')
    UNION ALL
    SELECT 'RPT04', last_due_on, checking_unit_code, area_code, concluded_on <= last_due_on
    FROM at_cut_off WHERE last_due_on <= getvariable('as_of')
    UNION ALL
    SELECT 'RPT06', concluded_on, checking_unit_code, area_code, conclusion IN ('substantiated', 'partly')
    FROM at_cut_off WHERE conclusion NOT IN ('duplicate', 'out_of_scope')
    UNION ALL
    SELECT 'RPT07', received_on, checking_unit_code, area_code, case_filed_on <= received_on + 180
    FROM at_cut_off
    WHERE conclusion IS DISTINCT FROM 'duplicate' AND received_on + 180 <= getvariable('as_of')
    UNION ALL
    SELECT 'RPT08', concluded_on, checking_unit_code, area_code, is_compliant
    FROM at_cut_off WHERE concluded_on IS NOT NULL
    UNION ALL
    SELECT 'RPT10', concluded_on, checking_unit_code, area_code, fed_back_on <= concluded_on + 15
    FROM at_cut_off WHERE is_contactable AND concluded_on + 15 <= getvariable('as_of')
), by_day AS (
    SELECT indicator_id, counted_on, unit_code, area_code, count(*) AS n, count_if(is_met) AS a
    FROM judged GROUP BY ALL
), held AS (
    -- a month for each that a clue is open in
    SELECT checking_unit_code AS unit_code, area_code, concluded_on, last_due_on,
        CAST(unnest(generate_series(
            month_first(received_on), coalesce(concluded_on, getvariable('as_of')), INTERVAL 1 MONTH
        )) AS DATE) AS month_on
    FROM at_cut_off
), ended AS (
    SELECT *, least(CAST(month_on + INTERVAL 1 MONTH - INTERVAL 1 DAY AS DATE), getvariable('as_of'))
        AS ends_on
    FROM held
), stock AS (
    SELECT 'RPT05' AS indicator_id, ends_on AS counted_on, unit_code, area_code,
        count_if(concluded_on IS NULL OR concluded_on > ends_on) AS n,
        count_if((concluded_on IS NULL OR concluded_on > ends_on) AND last_due_on < ends_on) AS a
    FROM ended GROUP BY ALL
)
SELECT indicator_id, month_first(counted_on) AS month_on, unit_code, j.area_code,
    s.valid_from AS ancestry_on, sum(n) AS n, sum(a) AS a
FROM (FROM by_day UNION ALL FROM stock) j LEFT JOIN span s
ON j.area_code = s.area_code AND s.valid_from <= j.counted_on AND j.counted_on < s.valid_to
GROUP BY ALL;

CREATE TABLE indicator_value AS
WITH by_month AS (
    SELECT indicator_id, 'area' AS subject_kind, ancestor_code AS subject_code, month_on,
        sum(n) AS n, sum(a) AS a
    FROM month_count m JOIN ancestor p ON m.area_code = p.area_code
    AND p.valid_from <= m.ancestry_on AND m.ancestry_on < p.valid_to
    WHERE p.level <> 'village' GROUP BY ALL
    UNION ALL
    SELECT indicator_id, 'unit', unit_code, month_on, sum(n), sum(a) FROM month_count GROUP BY ALL
), last_month AS (
    SELECT period_kind, period, max(month_on) AS month_on FROM period_month GROUP BY ALL
), by_period AS (
    SELECT indicator_id, subject_kind, subject_code, period_kind, period, sum(n) AS n, sum(a) AS a
    FROM by_month JOIN period_month USING (month_on) WHERE indicator_id <> 'RPT05' GROUP BY ALL
    UNION ALL
    SELECT indicator_id, subject_kind, subject_code, period_kind, period, n, a
    FROM by_month JOIN last_month USING (month_on) WHERE indicator_id = 'RPT05'
), dense AS (
    SELECT f.indicator_id, s.*, CAST(coalesce(n, 0) AS BIGINT) AS n, CAST(coalesce(a, 0) AS BIGINT) AS a
    FROM (SELECT indicator_id, min(month_on) AS month_on FROM month_count GROUP BY ALL) f
    JOIN subject_period s ON s.period_to >= f.month_on
    LEFT JOIN by_period p USING (indicator_id, subject_kind, subject_code, period_kind, period)
), settled AS (
    SELECT dense.*, CASE indicator_id WHEN 'RPT02' THEN coalesce(deadline_on, period_to)
        WHEN 'RPT07' THEN period_to + 180 WHEN 'RPT10' THEN period_to + 15 ELSE period_to END AS settled_on
    FROM dense LEFT JOIN deadline ON received_on = period_to
)
SELECT indicator_id, subject_kind, subject_code, period_kind, period, CAST(a AS DOUBLE) AS numerator,
    CAST(n AS DOUBLE) AS denominator, percent(a, n) AS value,
    wilson(a, n, -1) AS interval_low, wilson(a, n, 1) AS interval_high,
    CASE WHEN n = 0 THEN 'not_applicable' WHEN n < 10 THEN 'insufficient'
        WHEN settled_on > getvariable('as_of') THEN 'provisional' ELSE 'ok' END AS status
FROM settled;
