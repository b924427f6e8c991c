-- stage: quarantine
CREATE TEMP TABLE incoming AS SELECT
    filename AS file,
    file_row_number + 2 AS row,
    blank(工单编号) AS ticket_id,
    blank(所属区划) AS area_code,
    blank(承办单位) AS unit_code,
    blank(行业领域) AS sector_code,
    blank(诉求类别) AS class_text,
    map {'咨询': 'consultation', '求助': 'request', '投诉': 'complaint', '建议': 'suggestion', '表扬': 'praise'}[诉求类别] AS class,
    blank(受理日期) AS created_text,
    try_cast(受理日期 AS DATE) AS created_on,
    blank(应办结日期) AS due_text,
    try_cast(应办结日期 AS DATE) AS due_on,
    blank(办结日期) AS closed_text,
    try_cast(办结日期 AS DATE) AS closed_on,
    blank(是否24小时内联系) AS contacted,
    flag(是否24小时内联系) AS is_contacted_in_24h,
    blank(是否解决) AS solved,
    flag(是否解决) AS is_solved,
    blank(是否满意) AS satisfied,
    flag(是否满意) AS is_satisfied,
    blank(是否剔除) AS excluded,
    flag(是否剔除) AS is_excluded,
    退回重办次数 AS rework_text,
    try_cast(退回重办次数 AS INTEGER) AS rework_count,
    blank(更新时间) AS updated_text,
    try_cast(更新时间 AS TIMESTAMPTZ) AS updated_at
FROM read_parquet(getvariable('home') || '/inbox/hotline/*', filename = true, file_row_number = true);

CREATE TEMP TABLE judged AS SELECT *, list_filter([
    must_have('ticket_id', ticket_id, id_fault('ticket_id', ticket_id)),
    must_have('area_code', area_code, area_fault('area_code', area_code, '\d{6}|\d{9}|\d{12}')),
    must_have('unit_code', unit_code, unit_fault('unit_code', unit_code)),
    sector_fault('sector_code', sector_code),
    must_have('class', class_text, word_fault('class', class_text, class)),
    must_have('created_on', created_text, day_fault('created_on', created_text, created_on)),
    must_have('due_on', due_text, day_fault('due_on', due_text, due_on)),
    day_fault('closed_on', closed_text, closed_on),
    must_have('is_contacted_in_24h', contacted, flag_fault('is_contacted_in_24h', contacted)),
    flag_fault('is_solved', solved),
    flag_fault('is_satisfied', satisfied),
    must_have('is_excluded', excluded, flag_fault('is_excluded', excluded)),
    must_have('rework_count', rework_text, number_fault('rework_count', rework_text, rework_count, 0, 99)),
    day_fault('updated_at', updated_text, updated_at),
    CASE WHEN created_on < DATE '2000-01-01' THEN 'created_on created_before_2000' END,
    CASE WHEN created_on > current_date THEN 'created_on created_in_future' END,
    CASE WHEN due_on < created_on THEN 'due_on due_before_created' END,
    CASE WHEN closed_on < created_on THEN 'closed_on closed_before_created' END,
    CASE WHEN is_solved AND closed_on IS NULL THEN 'is_solved solved_while_open' END,
    CASE WHEN ticket_id IS NOT NULL AND row_number() OVER (
        PARTITION BY file, ticket_id ORDER BY updated_at DESC NULLS LAST, row DESC
    ) > 1 THEN 'ticket_id duplicate_key' END
], lambda fault: fault IS NOT NULL) AS faults
FROM incoming;
CREATE TABLE quarantine AS SELECT file, row, unnest(faults) AS fault
FROM judged WHERE len(faults) > 0;
DROP TABLE incoming;

-- stage: history
CREATE TABLE ticket AS SELECT
    pseudonym(ticket_id) AS ticket_id, area_code, unit_code, sector_code, class, created_on, due_on,
    closed_on, is_contacted_in_24h, is_solved, is_satisfied, is_excluded, rework_count, updated_at,
    getvariable('known_at') AS known_from_at, CAST(NULL AS TIMESTAMPTZ) AS known_until_at,
    file, row
FROM (
    SELECT * FROM judged WHERE len(faults) = 0
    QUALIFY row_number() OVER (
        PARTITION BY ticket_id ORDER BY updated_at DESC NULLS LAST, file DESC, row DESC
    ) = 1
);
DROP TABLE judged;

-- stage: marts
CREATE VIEW at_cut_off AS SELECT
    * EXCLUDE (closed_on, is_solved, is_satisfied),
    CASE WHEN closed_on <= getvariable('as_of') THEN closed_on END AS closed_on,
    CASE WHEN closed_on > getvariable('as_of') THEN NULL ELSE is_solved END AS is_solved,
    CASE WHEN closed_on > getvariable('as_of') THEN NULL ELSE is_satisfied END AS is_satisfied
FROM ticket WHERE known_until_at IS NULL AND created_on <= getvariable('as_of');

CREATE TABLE fct_hotline_ticket AS SELECT
    ticket_id, town_code, unit_code, sector_code, class,
    CAST(date_trunc('week', created_on) AS DATE) AS created_week,
    CAST(date_trunc('week', due_on) AS DATE) AS due_week,
    CAST(date_trunc('week', closed_on) AS DATE) AS closed_week,
    closed_on IS NOT NULL AS is_closed,
    CASE WHEN closed_on IS NOT NULL THEN closed_on <= due_on
        WHEN due_on <= getvariable('as_of') THEN false END AS is_on_time,
    is_contacted_in_24h, is_solved, is_satisfied, is_excluded, rework_count
FROM at_cut_off t LEFT JOIN span s
ON t.area_code = s.area_code AND s.valid_from <= t.due_on AND t.due_on < s.valid_to;

CREATE TABLE overdue AS SELECT
    unit_code,
    count(*) AS open_count,
    count(*) FILTER (WHERE NOT is_excluded AND due_on < getvariable('as_of')) AS overdue_count,
    count(*) FILTER (WHERE NOT is_excluded AND due_on >= getvariable('as_of')
        AND due_on <= getvariable('as_of') + 7) AS due_in_7_days_count,
    min(due_on) FILTER (WHERE NOT is_excluded AND due_on < getvariable('as_of')) AS oldest_due_on,
    max(getvariable('as_of') - due_on) FILTER (
        WHERE NOT is_excluded AND due_on < getvariable('as_of')
    ) AS longest_overdue_days
FROM at_cut_off WHERE closed_on IS NULL GROUP BY unit_code;

CREATE TABLE register_month AS SELECT
    strftime(created_on, '%Y-%m') AS month, count(*) AS row_count
FROM ticket WHERE known_until_at IS NULL GROUP BY ALL;

CREATE TABLE month_sum AS
WITH answers AS (
    SELECT
        CAST(date_trunc('month', due_on) AS DATE) AS month_on, unit_code, t.area_code,
        s.valid_from AS ancestry_on,
        CASE WHEN NOT is_excluded THEN is_contacted_in_24h END AS c,
        CASE WHEN NOT is_excluded THEN is_solved END AS s,
        CASE WHEN NOT is_excluded THEN is_satisfied END AS h
    FROM at_cut_off t LEFT JOIN span s
    ON t.area_code = s.area_code AND s.valid_from <= t.due_on AND t.due_on < s.valid_to
    WHERE due_on <= getvariable('as_of')
)
SELECT
    month_on, unit_code, area_code, ancestry_on,
    count(c) AS c_n, count_if(c) AS c_y, count(s) AS s_n, count_if(s) AS s_y,
    count(h) AS h_n, count_if(h) AS h_y,
    count(s) FILTER (WHERE c) AS cs_n, count_if(c AND s) AS cs_y,
    count(h) FILTER (WHERE c) AS ch_n, count_if(c AND h) AS ch_y,
    count(s) FILTER (WHERE h IS NOT NULL) AS sh, count(h) FILTER (WHERE s) AS sh_n,
    count(s) FILTER (WHERE h) AS hs_n, count_if(s AND h) AS sh_y
FROM answers GROUP BY ALL;

CREATE TABLE subject_sum AS
WITH by_month AS (
    SELECT 'area' AS subject_kind, ancestor_code AS subject_code, month_on,
        sum(COLUMNS('^(c|s|h|cs|ch|sh|hs)(_n|_y)?$'))
    FROM month_sum m JOIN ancestor a ON m.area_code = a.area_code
    AND a.valid_from <= m.ancestry_on AND m.ancestry_on < a.valid_to
    WHERE a.level <> 'village' GROUP BY ALL
    UNION ALL BY NAME
    SELECT 'unit' AS subject_kind, unit_code AS subject_code, month_on,
        sum(COLUMNS('^(c|s|h|cs|ch|sh|hs)(_n|_y)?$'))
    FROM month_sum GROUP BY ALL
), by_period AS (
    SELECT subject_kind, subject_code, period_kind, period,
        sum(COLUMNS('^(c|s|h|cs|ch|sh|hs)(_n|_y)?$'))
    FROM by_month JOIN period_month USING (month_on) GROUP BY ALL
)
SELECT subject_kind, subject_code, period_kind, period, period_to,
    coalesce(COLUMNS('^(c|s|h|cs|ch|sh|hs)(_n|_y)?$'), 0)
FROM subject_period LEFT JOIN by_period USING (subject_kind, subject_code, period_kind, period)
WHERE period_to >= (SELECT min(month_on) FROM month_sum);

CREATE TABLE component AS
SELECT subject_kind, subject_code, period_kind, period, component, y AS numerator, n AS denominator,
    percent(y, n) AS value, wilson(y, n, -1) AS interval_low, wilson(y, n, 1) AS interval_high
FROM (
    SELECT *, 'response' AS component, c_y AS y, c_n AS n FROM subject_sum
    UNION ALL SELECT *, 'solved', s_y, s_n FROM subject_sum
    UNION ALL SELECT *, 'satisfied', h_y, h_n FROM subject_sum
);

CREATE MACRO correlation(a, n, b, m, shared, a_in_b, b_in_a, both_true) AS coalesce(
    (both_true - a * b_in_a - b * a_in_b + a * b * shared)
    / nullif(sqrt(n * a * (1 - a) * m * b * (1 - b)), 0), 0
);
CREATE TABLE indicator_value AS
WITH rates AS (
    SELECT *,
        0.3 * percent(c_y, c_n) AS cv, 0.35 * percent(s_y, s_n) AS sv, 0.35 * percent(h_y, h_n) AS hv,
        0.3 * wilson(c_y, c_n, -1) AS cl, 0.3 * wilson(c_y, c_n, 1) AS ch,
        0.35 * wilson(s_y, s_n, -1) AS sl, 0.35 * wilson(s_y, s_n, 1) AS su,
        0.35 * wilson(h_y, h_n, -1) AS hl, 0.35 * wilson(h_y, h_n, 1) AS hu,
        correlation(c_y / c_n, c_n, s_y / s_n, s_n, s_n, cs_n, s_y, cs_y) AS r_cs,
        correlation(c_y / c_n, c_n, h_y / h_n, h_n, h_n, ch_n, h_y, ch_y) AS r_ch,
        correlation(s_y / s_n, s_n, h_y / h_n, h_n, sh, sh_n, hs_n, sh_y) AS r_sh
    FROM subject_sum
), margins AS (
    SELECT *, cv + sv + hv AS v,
        sqrt(greatest(0, (cv - cl) ** 2 + (sv - sl) ** 2 + (hv - hl) ** 2
            + 2 * r_cs * (cv - cl) * (sv - sl) + 2 * r_ch * (cv - cl) * (hv - hl)
            + 2 * r_sh * (sv - sl) * (hv - hl))) AS below,
        sqrt(greatest(0, (ch - cv) ** 2 + (su - sv) ** 2 + (hu - hv) ** 2
            + 2 * r_cs * (ch - cv) * (su - sv) + 2 * r_ch * (ch - cv) * (hu - hv)
            + 2 * r_sh * (su - sv) * (hu - hv))) AS above
    FROM rates
)
SELECT 'EVA06' AS indicator_id, subject_kind, subject_code, period_kind, period,
    CAST(NULL AS DOUBLE) AS numerator, CAST(c_n AS DOUBLE) AS denominator, v AS value,
    CASE WHEN v IS NOT NULL THEN greatest(0, v - below) END AS interval_low,
    CASE WHEN v IS NOT NULL THEN least(100, v + above) END AS interval_high,
    CASE WHEN c_n = 0 THEN 'not_applicable' WHEN s_n = 0 OR h_n = 0 OR c_n < 10 THEN 'insufficient'
        WHEN period_to > getvariable('as_of') THEN 'provisional' ELSE 'ok' END AS status
FROM margins;
