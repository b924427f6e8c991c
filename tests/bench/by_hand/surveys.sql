-- stage: quarantine
CREATE TABLE wave AS SELECT
    批次编号 AS wave_id, CAST(调查开始日期 AS DATE) AS fielded_from,
    CAST(调查结束日期 AS DATE) AS fielded_to, 调查系列 AS series
FROM read_csv(getvariable('home') || '/inbox/survey_wave.csv', all_varchar = true);
CREATE TABLE code AS SELECT
    调查批次 AS wave_id, 题项代码 AS item_code, 答案代码 AS answer_code, 指标编号 AS indicator_id,
    答案含义 = '说不清' AS is_dont_know, CAST(分值 AS DOUBLE) AS score, flag(是否前两级) AS is_top_two,
    flag(是否有效回答) AS is_valid, CAST(量表级数 AS INTEGER) AS scale_points,
    CAST(题目版本 AS INTEGER) AS wording_version
FROM read_csv(getvariable('home') || '/inbox/survey_item.csv', all_varchar = true);
CREATE TABLE sample AS SELECT
    调查批次 AS wave_id, 调查方式 AS mode, 所属区划 AS area_code,
    CAST(合格数 AS BIGINT) AS eligible_count, CAST(完成数 AS BIGINT) AS completed_count
FROM read_csv(getvariable('home') || '/inbox/survey_sample.csv', all_varchar = true);

CREATE TEMP TABLE incoming AS SELECT
    filename AS file,
    file_row_number + 2 AS row,
    blank(调查批次) AS wave_id,
    blank(答卷编号) AS response_id,
    blank(题项代码) AS item_code,
    blank(调查方式) AS mode_text,
    map {'电话': 'phone', '入户': 'face_to_face', '网络': 'web'}[调查方式] AS mode,
    blank(所属区划) AS area_code,
    blank(行业领域) AS sector_code,
    blank(答案代码) AS answer_code,
    blank(基础权数) AS weight_text,
    try_cast(基础权数 AS DOUBLE) AS base_weight,
    blank(抽样层) AS stratum,
    blank(抽样单元) AS cluster,
    blank(年龄段) AS age_text,
    map {'18至29岁': '18_29', '30至44岁': '30_44', '45至59岁': '45_59', '60岁及以上': '60_up'}[年龄段] AS age_band,
    blank(性别) AS sex_text,
    map {'男': 'male', '女': 'female'}[性别] AS sex
FROM read_parquet(getvariable('home') || '/inbox/surveys/*', filename = true, file_row_number = true);

CREATE TEMP TABLE judged AS SELECT *, list_filter([
    must_have('wave_id', wave_id, coalesce(code_fault('wave_id', wave_id, 32),
        CASE WHEN wave_id NOT IN (SELECT wave_id FROM wave) THEN 'wave_id unknown_reference' END)),
    must_have('response_id', response_id, id_fault('response_id', response_id)),
    must_have('item_code', item_code, coalesce(code_fault('item_code', item_code, 32),
        CASE WHEN item_code NOT IN (SELECT item_code FROM code) THEN 'item_code unknown_reference' END)),
    must_have('mode', mode_text, word_fault('mode', mode_text, mode)),
    must_have('area_code', area_code, area_fault('area_code', area_code, '\d{6}|\d{9}|\d{12}')),
    sector_fault('sector_code', sector_code),
    must_have('answer_code', answer_code, coalesce(code_fault('answer_code', answer_code, 32),
        CASE WHEN answer_code NOT IN (SELECT answer_code FROM code)
            THEN 'answer_code unknown_reference' END)),
    must_have('base_weight', weight_text, number_fault('base_weight', weight_text, base_weight, '-infinity', 1e6)),
    code_fault('stratum', stratum, 40),
    code_fault('cluster', cluster, 40),
    word_fault('age_band', age_text, age_band),
    word_fault('sex', sex_text, sex),
    CASE WHEN base_weight <= 0 THEN 'base_weight weight_not_positive' END,
    CASE WHEN wave_id IS NOT NULL AND response_id IS NOT NULL AND item_code IS NOT NULL
        AND row_number() OVER (PARTITION BY file, wave_id, response_id, item_code ORDER BY row DESC) > 1
        THEN 'wave_id duplicate_key' END
], lambda fault: fault IS NOT NULL) AS faults
FROM incoming;
CREATE TABLE quarantine AS SELECT file, row, unnest(faults) AS fault
FROM judged WHERE len(faults) > 0;
DROP TABLE incoming;

-- stage: history
CREATE TABLE answer AS SELECT
    wave_id, pseudonym(response_id) AS response_id, item_code, mode, area_code, sector_code,
    answer_code, base_weight, stratum, cluster, age_band, sex,
    getvariable('known_at') AS known_from_at, CAST(NULL AS TIMESTAMPTZ) AS known_until_at,
    file, row
FROM (
    SELECT * FROM judged WHERE len(faults) = 0
    QUALIFY row_number() OVER (
        PARTITION BY wave_id, response_id, item_code ORDER BY file DESC, row DESC
    ) = 1
);
DROP TABLE judged;

-- stage: marts
CREATE TABLE register_month AS
WITH months AS (
    SELECT CAST(unnest(generate_series(
        (SELECT min(date_trunc('month', fielded_to)) FROM wave),
        (SELECT max(date_trunc('month', fielded_to)) FROM wave), INTERVAL 1 MONTH
    )) AS DATE) AS month_on
)
SELECT strftime(month_on, '%Y-%m') AS month, count(wave_id) AS row_count
FROM months LEFT JOIN wave ON date_trunc('month', fielded_to) = month_on GROUP BY ALL;

CREATE VIEW done AS SELECT * FROM wave WHERE fielded_to <= getvariable('as_of');
CREATE TABLE respondent AS
SELECT wave_id, response_id, min(area_code) AS area_code, min(coalesce(stratum, '')) AS stratum,
    min(coalesce(cluster, response_id)) AS cluster,
    min(CAST(base_weight AS DECIMAL(18, 9))) AS w
FROM answer JOIN done USING (wave_id) WHERE known_until_at IS NULL GROUP BY ALL;

-- a question is an item or an indicator; sums of one cluster in one area
CREATE TABLE counted AS
WITH said AS (
    SELECT r.wave_id, r.area_code, r.stratum, r.cluster, w, item_code, indicator_id, score,
        coalesce(is_dont_know, false) AS is_dont_know, coalesce(is_valid, false) AS is_valid,
        coalesce(is_valid AND is_top_two, false) AS is_top_two,
        coalesce(is_valid AND score IS NOT NULL, false) AS is_scored
    FROM answer JOIN (FROM respondent) r USING (wave_id, response_id)
    LEFT JOIN code USING (wave_id, item_code, answer_code)
    WHERE known_until_at IS NULL
), asked AS (
    SELECT 'item' AS kind, item_code AS question, * FROM said
    UNION ALL
    SELECT 'indicator', indicator_id, * FROM said WHERE indicator_id IS NOT NULL
)
SELECT wave_id, area_code, stratum, cluster, kind, question, count(*) AS n,
    count(*) FILTER (WHERE is_valid) AS v, count(*) FILTER (WHERE is_dont_know) AS d,
    coalesce(sum(w) FILTER (WHERE is_valid), 0) AS vw,
    coalesce(sum(w * w) FILTER (WHERE is_valid), 0) AS vw2,
    coalesce(sum(w) FILTER (WHERE is_top_two), 0) AS tw,
    coalesce(sum(w) FILTER (WHERE is_scored), 0) AS sw,
    coalesce(sum(w * CAST(score AS DECIMAL(18, 9))) FILTER (WHERE is_scored), 0) AS sws
FROM asked GROUP BY ALL;

CREATE TABLE placed AS
SELECT c.* EXCLUDE (area_code), a.ancestor_code AS area_code
FROM counted c JOIN done USING (wave_id) JOIN ancestor a ON c.area_code = a.area_code
AND a.valid_from <= fielded_to AND fielded_to < a.valid_to
WHERE a.level <> 'village'
UNION ALL
SELECT * EXCLUDE (area_code), 'all' FROM counted;

CREATE TABLE estimate AS
WITH by_cluster AS (
    SELECT wave_id, area_code, kind, question, stratum, cluster,
        CAST(sum(vw) AS DOUBLE) AS vw, CAST(sum(tw) AS DOUBLE) AS tw,
        CAST(sum(sw) AS DOUBLE) AS sw, CAST(sum(sws) AS DOUBLE) AS sws
    FROM placed GROUP BY ALL
), totals AS (
    SELECT wave_id, area_code, kind, question, sum(n) AS answer_count, sum(v) AS valid_count,
        sum(d) AS dont_know_count, CAST(sum(vw) AS DOUBLE) AS valid_weight,
        CAST(sum(vw2) AS DOUBLE) AS square_weight, CAST(sum(tw) AS DOUBLE) AS top_two_weight,
        CAST(sum(sw) AS DOUBLE) AS scored_weight, CAST(sum(sws) AS DOUBLE) AS score_weight
    FROM placed GROUP BY ALL
), strata AS (
    SELECT wave_id, stratum, count(DISTINCT cluster) AS clusters FROM respondent GROUP BY ALL
), by_stratum AS (
    SELECT c.wave_id, c.area_code, kind, question, stratum,
        sum(tw - vw * top_two_weight / nullif(valid_weight, 0)) AS t,
        sum((tw - vw * top_two_weight / nullif(valid_weight, 0)) ** 2) AS t2,
        sum(sws - sw * score_weight / nullif(scored_weight, 0)) AS m,
        sum((sws - sw * score_weight / nullif(scored_weight, 0)) ** 2) AS m2
    FROM by_cluster c JOIN totals USING (wave_id, area_code, kind, question) GROUP BY ALL
), spread AS (
    SELECT wave_id, area_code, kind, question,
        sqrt(sum(CASE WHEN clusters = 1 THEN t2 ELSE clusters / (clusters - 1) * (t2 - t * t / clusters) END)) AS t,
        sqrt(sum(CASE WHEN clusters = 1 THEN m2 ELSE clusters / (clusters - 1) * (m2 - m * m / clusters) END)) AS m
    FROM by_stratum JOIN strata USING (wave_id, stratum) GROUP BY ALL
), freedom AS (
    SELECT wave_id, area_code, count(DISTINCT (stratum, cluster)) - count(DISTINCT stratum) AS df
    FROM placed GROUP BY ALL
), erred AS (
    SELECT *, top_two_weight / nullif(valid_weight, 0) AS p,
        score_weight / nullif(scored_weight, 0) AS mean_index,
        CASE WHEN t / valid_weight >= 1e-9 THEN t / valid_weight ELSE 0 END AS top_two_error,
        CASE WHEN m / scored_weight >= 1e-9 THEN m / scored_weight WHEN scored_weight > 0 THEN 0 END
            AS index_error,
        coalesce(least(round(valid_weight ** 2 / nullif(square_weight, 0), 9), valid_count), 0) AS kish
    FROM totals JOIN spread USING (wave_id, area_code, kind, question)
    JOIN freedom USING (wave_id, area_code)
), effective AS (
    SELECT *, CASE WHEN p <= 0 OR p >= 1 OR p IS NULL THEN kish
        ELSE least(coalesce(p * (1 - p) / nullif(top_two_error ** 2, 0), kish), valid_count) END AS n_eff
    FROM erred
), widened AS (
    SELECT e.*, q.t AS quantile, n_eff * (simple.t / q.t) ** 2 AS n_interval
    FROM effective e LEFT JOIN t_quantile q ON q.df = e.df
    LEFT JOIN t_quantile simple ON simple.df = valid_count - 1
)
SELECT wave_id, area_code, kind, question, CAST(answer_count AS BIGINT) AS answer_count,
    CAST(valid_count AS BIGINT) AS valid_count, CAST(dont_know_count AS BIGINT) AS dont_know_count,
    valid_weight, top_two_weight, scored_weight, score_weight, n_eff, df, mean_index, index_error,
    CASE WHEN mean_index IS NOT NULL THEN greatest(0, mean_index - quantile * index_error) END AS index_low,
    CASE WHEN mean_index IS NOT NULL THEN least(100, mean_index + quantile * index_error) END AS index_high,
    percent(top_two_weight, valid_weight) AS top_two_percent, 1e2 * top_two_error AS top_two_error,
    wilson(p * n_interval, n_interval, -1) AS top_two_low, wilson(p * n_interval, n_interval, 1) AS top_two_high,
    CASE WHEN n_eff < 30 THEN 'effective_count_below_30' WHEN df < 1 THEN 'too_few_clusters'
        WHEN top_two_high - top_two_low >= 30 THEN 'interval_too_wide'
        WHEN top_two_high - top_two_low > 5 AND top_two_high - top_two_low > 1.3 * top_two_percent
            THEN 'interval_too_wide_for_share'
        WHEN top_two_percent IN (0, 100) THEN 'all_or_none'
        WHEN df < 8 THEN 'few_degrees_of_freedom' END AS reason
FROM widened;

-- how far the mode that moved most moved between each two waves, in points; area 'all' is the wave
CREATE TABLE shift AS
WITH by_area AS (
    SELECT s.wave_id, a.ancestor_code AS area_code, mode, completed_count AS n
    FROM sample s JOIN done USING (wave_id) JOIN ancestor a ON s.area_code = a.area_code
    AND a.valid_from <= fielded_to AND fielded_to < a.valid_to
    WHERE a.level <> 'village'
    UNION ALL
    SELECT wave_id, 'all', mode, completed_count FROM sample JOIN done USING (wave_id)
), by_mode AS (
    SELECT wave_id, area_code, mode, sum(n) AS n FROM by_area GROUP BY ALL
), shares AS (
    SELECT wave_id, area_code, mode, 1e2 * n / nullif(sum(n) OVER (PARTITION BY wave_id, area_code), 0) AS share
    FROM by_mode
), pairs AS (
    SELECT DISTINCT a.wave_id, b.wave_id AS previous_id, a.area_code
    FROM shares a JOIN shares b USING (area_code) WHERE a.wave_id <> b.wave_id
), moves AS (
    SELECT p.*, coalesce(a.share, 0) - coalesce(b.share, 0) AS moved
    FROM pairs p, (SELECT DISTINCT mode FROM shares) m
    LEFT JOIN shares a ON a.wave_id = p.wave_id AND a.area_code = p.area_code AND a.mode = m.mode
    LEFT JOIN shares b ON b.wave_id = p.previous_id AND b.area_code = p.area_code AND b.mode = m.mode
)
SELECT wave_id, previous_id, area_code, max(abs(moved)) AS points FROM moves GROUP BY ALL;

CREATE TABLE wave_flag AS
WITH said AS (
    SELECT wave_id, question AS item_code, answer_count AS n, dont_know_count AS d, top_two_percent AS top
    FROM estimate WHERE kind = 'item' AND area_code = 'all'
), offered AS (
    SELECT DISTINCT wave_id, item_code FROM code WHERE is_dont_know
), by_wave AS (
    SELECT wave_id, max(top) AS top,
        1e2 * sum(d) / nullif(sum(CASE WHEN o.item_code IS NOT NULL THEN n END), 0) AS dont_know
    FROM said LEFT JOIN offered o USING (wave_id, item_code) GROUP BY ALL
), responded AS (
    SELECT wave_id, 1e2 * sum(completed_count) / nullif(sum(eligible_count), 0) AS response
    FROM sample GROUP BY ALL
), followed AS (
    SELECT wave_id, lag(wave_id) OVER (PARTITION BY series ORDER BY fielded_to, wave_id) AS previous_id
    FROM done
)
SELECT f.wave_id, list_filter([
    CASE WHEN response < 20 THEN 'low_response' END,
    CASE WHEN top > 98 THEN 'top_two_too_high' END,
    CASE WHEN dont_know < 1 THEN 'dont_know_too_low' END,
    CASE WHEN points > 50 THEN 'mode_change' END
], lambda flag: flag IS NOT NULL) AS quality_flags
FROM followed f LEFT JOIN by_wave USING (wave_id) LEFT JOIN responded USING (wave_id)
LEFT JOIN shift s ON s.area_code = 'all' AND s.wave_id = f.wave_id AND s.previous_id = f.previous_id;

CREATE TABLE survey_score AS
WITH items AS (
    SELECT DISTINCT wave_id, item_code, indicator_id, scale_points, wording_version FROM code
), told AS (
    SELECT e.*, i.* EXCLUDE (wave_id), d.fielded_from, d.fielded_to, d.series,
        lag(e.wave_id) OVER past AS previous_id,
        coalesce(d.series <> lag(d.series) OVER past, false)
        OR coalesce(wording_version <> lag(wording_version) OVER past, false)
        OR coalesce(scale_points <> lag(scale_points) OVER past, false) AS is_changed
    FROM estimate e JOIN items i ON e.wave_id = i.wave_id AND e.question = i.item_code
    JOIN done d ON e.wave_id = d.wave_id
    WHERE kind = 'item' AND e.area_code <> 'all'
    WINDOW past AS (PARTITION BY area_code, question ORDER BY d.fielded_to, e.wave_id)
), judged AS (
    SELECT *, CASE WHEN n_eff >= 30 AND valid_count < 100 AND indicator_id IS NOT NULL
        THEN 'below_catalogue_floor' ELSE reason END AS publish_reason
    FROM told
), decided AS (
    SELECT *, CASE WHEN publish_reason IS NULL THEN 'show'
        WHEN publish_reason IN ('all_or_none', 'few_degrees_of_freedom') THEN 'review'
        ELSE 'suppress' END AS publish_decision
    FROM judged
)
SELECT j.wave_id, j.area_code, j.item_code, j.indicator_id, fielded_from, fielded_to, series,
    wording_version, scale_points, answer_count, valid_count,
    answer_count - valid_count AS not_valid_count, n_eff AS effective_count, df AS degrees_of_freedom,
    CASE WHEN publish_decision <> 'suppress' THEN mean_index END AS mean_index,
    CASE WHEN publish_decision <> 'suppress' THEN index_error END AS index_error,
    CASE WHEN publish_decision <> 'suppress' THEN index_low END AS index_low,
    CASE WHEN publish_decision <> 'suppress' THEN index_high END AS index_high,
    CASE WHEN publish_decision <> 'suppress' THEN top_two_percent END AS top_two_percent,
    CASE WHEN publish_decision <> 'suppress' THEN top_two_error END AS top_two_error,
    CASE WHEN publish_decision <> 'suppress' THEN top_two_low END AS top_two_low,
    CASE WHEN publish_decision <> 'suppress' THEN top_two_high END AS top_two_high,
    publish_decision, publish_reason, is_changed OR coalesce(points > 50, false) AS is_series_break,
    quality_flags, len(quality_flags) > 0 AS is_flagged
FROM decided j JOIN wave_flag USING (wave_id)
LEFT JOIN shift s ON s.wave_id = j.wave_id AND s.previous_id = j.previous_id AND s.area_code = j.area_code;

CREATE TABLE indicator_value AS
WITH half_year AS (
    SELECT e.*, period_name('half_year', fielded_to) AS period
    FROM estimate e JOIN done USING (wave_id) WHERE kind = 'indicator'
    QUALIFY row_number() OVER (
        PARTITION BY area_code, question, period_name('half_year', fielded_to)
        ORDER BY fielded_to DESC, wave_id DESC
    ) = 1
), figure AS (
    SELECT question AS indicator_id, area_code, period, valid_count, valid_weight, top_two_weight AS numerator,
        top_two_percent AS value, top_two_low AS interval_low, top_two_high AS interval_high, reason
    FROM half_year
    UNION ALL
    SELECT 'EVA07', area_code, period, valid_count, scored_weight, score_weight, mean_index,
        index_low, index_high, reason
    FROM half_year WHERE question = 'EVA01'
), dense AS (
    SELECT i.indicator_id, s.*, f.* EXCLUDE (indicator_id, area_code, period, valid_count, valid_weight),
        coalesce(valid_weight, 0) AS denominator, coalesce(valid_count, 0) AS n
    FROM (SELECT unnest(['EVA01', 'EVA02', 'EVA03', 'EVA07']) AS indicator_id) i
    JOIN subject_period s ON s.subject_kind = 'area' AND s.period_kind = 'half_year'
    AND s.period_to >= (SELECT min(fielded_to) FROM done)
    LEFT JOIN figure f ON f.indicator_id = i.indicator_id AND f.area_code = s.subject_code AND f.period = s.period
)
SELECT indicator_id, subject_kind, subject_code, period_kind, period,
    CASE WHEN NOT is_hidden AND indicator_id = 'EVA07' THEN numerator
        WHEN NOT is_hidden THEN coalesce(numerator, 0) END AS numerator, denominator,
    CASE WHEN NOT is_hidden THEN value END AS value,
    CASE WHEN NOT is_hidden THEN interval_low END AS interval_low,
    CASE WHEN NOT is_hidden THEN interval_high END AS interval_high,
    CASE WHEN denominator = 0 THEN 'not_applicable' WHEN n < 100 THEN 'insufficient'
        WHEN is_hidden THEN 'suppressed' WHEN period_to > getvariable('as_of') THEN 'provisional'
        ELSE 'ok' END AS status
FROM (
    SELECT *, coalesce(reason NOT IN ('all_or_none', 'few_degrees_of_freedom'), false) AS is_hidden
    FROM dense
);
