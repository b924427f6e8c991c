-- stage: places
-- What every script of the bench begins with: rules on text, shares, places, periods.
CREATE MACRO flat(t) AS
    translate(t, '０１２３４５６７８９Ｘｘ＋－–—‐−　', '0123456789Xx+----- ');
CREATE MACRO is_mobile(t) AS length(t) >= 11 AND regexp_matches(
    flat(t),
    '(^|[^0-9])((00)?86[ -]{0,3})?1[3-9][0-9][ -]{0,3}[0-9][ -]{0,3}[0-9]{3}[ -]{0,3}[0-9]{4}($|[^0-9])'
);
CREATE MACRO check_digit(n) AS substr('10X98765432', 1 + mod(list_sum(list_transform(
    [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2],
    lambda weight, place: weight * try_cast(substr(n, CAST(place AS BIGINT), 1) AS INTEGER)
)), 11)::BIGINT, 1);
CREATE MACRO is_id(t) AS length(t) >= 18 AND regexp_matches(
    flat(t), '(^|[^0-9])[1-9]([ -]{0,6}[0-9]){16}[ -]{0,6}[0-9Xx]($|[^0-9])'
) AND substr(upper(regexp_replace(flat(t), '[^0-9Xx]', '', 'g')), 18, 1)
= check_digit(upper(regexp_replace(flat(t), '[^0-9Xx]', '', 'g')));
CREATE MACRO is_personal(t) AS is_mobile(t) OR is_id(t);
CREATE MACRO blank(t) AS nullif(trim(t), '');
CREATE MACRO flag(t) AS CASE t WHEN '是' THEN true WHEN '否' THEN false END;
CREATE MACRO day_fault(name, t, day) AS CASE WHEN t IS NOT NULL AND day IS NULL
    THEN name || CASE WHEN is_personal(t) THEN ' personal_data' ELSE ' type' END END;
CREATE MACRO must_have(name, t, fault) AS CASE WHEN t IS NULL THEN name || ' required' ELSE fault END;
CREATE MACRO flag_fault(name, t) AS CASE WHEN t IS NOT NULL AND flag(t) IS NULL
    THEN name || CASE WHEN is_personal(t) THEN ' personal_data' ELSE ' type' END END;
CREATE MACRO word_fault(name, t, code) AS CASE WHEN t IS NOT NULL AND code IS NULL
    THEN name || CASE WHEN is_personal(t) THEN ' personal_data' ELSE ' unknown_code' END END;
CREATE MACRO code_fault(name, t, longest) AS CASE
    WHEN is_personal(t) THEN name || ' personal_data'
    WHEN NOT regexp_full_match(t, '[A-Za-z0-9_-]+') THEN name || ' pattern'
    WHEN length(t) > longest THEN name || ' max_length'
END;
CREATE MACRO number_fault(name, t, number, least, most) AS CASE
    WHEN is_personal(t) THEN name || ' personal_data'
    WHEN t IS NOT NULL AND number IS NULL THEN name || ' type'
    WHEN number NOT BETWEEN least AND most THEN name || ' range'
END;
CREATE MACRO id_fault(name, t) AS CASE
    WHEN is_id(t) THEN name || ' personal_data'
    WHEN NOT regexp_full_match(t, '[A-Za-z0-9_-]+') THEN name || ' pattern'
    WHEN length(t) > 40 THEN name || ' max_length'
END;
CREATE MACRO pseudonym(t) AS left(sha256(
    getvariable('outer_pad') || unhex(sha256(getvariable('inner_pad') || encode(t)))
), 32);
-- all of a weight is 100 %, not a hair more
CREATE MACRO percent(a, n) AS CASE WHEN a = n AND n <> 0 THEN 1e2 ELSE 1e2 * a / nullif(n, 0) END;
CREATE MACRO wilson(a, n, sign) AS CASE
    WHEN n = 0 THEN NULL
    WHEN a = CASE sign WHEN -1 THEN 0 ELSE n END THEN CASE sign WHEN -1 THEN 0e0 ELSE 1e2 END
    ELSE 1e2 * (
        1e0 * a / n + 3.841458820694124e0 / n / 2 + sign * 1.959963984540054e0
        * sqrt((1e0 * a / n * (1 - 1e0 * a / n) + 3.841458820694124e0 / n / 4) / n)
    ) / (1 + 3.841458820694124e0 / n)
END;

CREATE TABLE area AS SELECT
    区划代码 AS area_code,
    上级区划代码 AS parent_code,
    CASE 层级 WHEN '市' THEN 'city' WHEN '旗' THEN 'banner' WHEN '苏木乡镇' THEN 'town' ELSE 'village' END AS level,
    CAST(生效日期 AS DATE) AS valid_from,
    DATE '9999-12-31' AS valid_to
FROM read_csv(getvariable('home') || '/inbox/area.csv', all_varchar = true);
CREATE TABLE unit AS SELECT
    单位代码 AS unit_code,
    所在区划 AS area_code,
    CAST(生效日期 AS DATE) AS valid_from,
    DATE '9999-12-31' AS valid_to
FROM read_csv(getvariable('home') || '/inbox/unit.csv', all_varchar = true);
CREATE TABLE sector AS SELECT sector_code
FROM read_csv(getvariable('sectors'), all_varchar = true);
CREATE MACRO unit_fault(name, t) AS coalesce(code_fault(name, t, 32), CASE
    WHEN t NOT IN (SELECT unit_code FROM unit) THEN name || ' unknown_reference' END);
CREATE MACRO sector_fault(name, t) AS CASE
    WHEN is_personal(t) THEN name || ' personal_data'
    WHEN t NOT IN (SELECT sector_code FROM sector) THEN name || ' unknown_reference' END;
CREATE MACRO area_fault(name, t, form) AS CASE
    WHEN is_personal(t) THEN name || ' personal_data'
    WHEN NOT regexp_full_match(t, form) THEN name || ' pattern'
    WHEN t NOT IN (SELECT area_code FROM area) THEN name || ' unknown_reference' END;

CREATE TABLE ancestor AS WITH RECURSIVE up AS (
    SELECT area_code, area_code AS ancestor_code, level, parent_code, valid_from, valid_to
    FROM area
    UNION ALL
    SELECT
        up.area_code, area.area_code, area.level, area.parent_code,
        greatest(up.valid_from, area.valid_from), least(up.valid_to, area.valid_to)
    FROM up JOIN area ON up.parent_code = area.area_code
    AND up.valid_from < area.valid_to AND up.valid_to > area.valid_from
)
SELECT area_code, ancestor_code, level, valid_from, valid_to FROM up;
CREATE TABLE span AS
WITH changes AS (
    SELECT area_code, valid_from AS changed_on FROM ancestor
    UNION SELECT area_code, valid_to FROM ancestor
), spans AS (
    SELECT area_code, changed_on AS valid_from,
        lead(changed_on) OVER (PARTITION BY area_code ORDER BY changed_on) AS valid_to
    FROM changes
)
SELECT s.area_code, s.valid_from, s.valid_to,
    max(a.ancestor_code) FILTER (WHERE a.level = 'town') AS town_code
FROM spans s JOIN ancestor a ON s.area_code = a.area_code
AND a.valid_from <= s.valid_from AND s.valid_from < a.valid_to
GROUP BY ALL;

CREATE MACRO period_name(kind, day) AS CASE kind
    WHEN 'month' THEN strftime(day, '%Y-%m')
    WHEN 'quarter' THEN strftime(day, '%Y-Q') || quarter(day)
    WHEN 'half_year' THEN strftime(day, '%Y-H') || CASE WHEN month(day) <= 6 THEN 1 ELSE 2 END
    ELSE strftime(day, '%Y')
END;
CREATE MACRO period_first(months, day) AS
    make_date(year(day), month(day) - (month(day) - 1) % months, 1);
CREATE TABLE period_month AS
SELECT month_on, kind AS period_kind, period_name(kind, month_on) AS period,
    period_first(months, month_on) AS period_from,
    CAST(period_first(months, month_on) + months * INTERVAL 1 MONTH - INTERVAL 1 DAY AS DATE)
        AS period_to
FROM (VALUES ('month', 1), ('quarter', 3), ('half_year', 6), ('year', 12)) kinds(kind, months),
    (SELECT CAST(unnest(generate_series(
        getvariable('first_month'), getvariable('as_of'), INTERVAL 1 MONTH
    )) AS DATE) AS month_on);
CREATE TABLE subject_period AS
SELECT DISTINCT s.*, p.* EXCLUDE (month_on)
FROM (
    SELECT 'area' AS subject_kind, area_code AS subject_code FROM area WHERE level <> 'village'
    UNION ALL SELECT 'unit', unit_code FROM unit
) s, period_month p;
