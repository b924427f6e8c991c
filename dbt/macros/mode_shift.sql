{#- By how many percentage points the share of completed interviews of that mode moved most that
    moved most, from previous_wave_id to wave_id, for each row of `pairs` (area_code, wave_id,
    previous_wave_id). `counts` has area_code, wave_id, mode and completed_count. No row where one
    of the two waves completed nothing in the area. -#}
{% macro mode_shift(pairs, counts) -%}
    with

    totals as (
        select
            area_code,
            wave_id,
            sum(completed_count) as completed_count
        from {{ counts }}
        group by area_code, wave_id
        having sum(completed_count) > 0
    ),

    shares as (
        select
            counts.area_code,
            counts.wave_id,
            counts.mode,
            1e2 * sum(counts.completed_count) / max(totals.completed_count) as percent
        from {{ counts }} as counts
        inner join totals
            on counts.area_code = totals.area_code and counts.wave_id = totals.wave_id
        group by counts.area_code, counts.wave_id, counts.mode
    ),

    -- what a mode has now counts for it, what it had before against it
    sides as (
        select
            pairs.area_code,
            pairs.wave_id,
            pairs.previous_wave_id,
            shares.mode,
            shares.percent as moved,
            1 as now_count,
            0 as before_count
        from {{ pairs }} as pairs
        inner join shares
            on pairs.area_code = shares.area_code and pairs.wave_id = shares.wave_id

        union all

        select
            pairs.area_code,
            pairs.wave_id,
            pairs.previous_wave_id,
            shares.mode,
            -shares.percent as moved,
            0 as now_count,
            1 as before_count
        from {{ pairs }} as pairs
        inner join shares
            on pairs.area_code = shares.area_code and pairs.previous_wave_id = shares.wave_id
    ),

    moves as (
        select
            area_code,
            wave_id,
            previous_wave_id,
            mode,
            abs(sum(moved)) as moved,
            sum(now_count) as now_count,
            sum(before_count) as before_count
        from sides
        group by area_code, wave_id, previous_wave_id, mode
    )

    select
        area_code,
        wave_id,
        previous_wave_id,
        max(moved) as moved
    from moves
    group by area_code, wave_id, previous_wave_id
    having sum(now_count) > 0 and sum(before_count) > 0
{%- endmacro %}
