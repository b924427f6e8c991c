-- A returned row is a cohort of the clue funnel that has fewer clues at a stage after more days, more
-- than it holds, or more that were found true than were concluded.
with

ordered as (

    select
        *,
        lag(reached_count) over (
            partition by cohort_month, area_code, breakdown, breakdown_code, stage
            order by horizon_days
        ) as earlier_count,
        max(reached_count) filter (where stage = 'concluded') over (
            partition by cohort_month, area_code, breakdown, breakdown_code, horizon_days
        ) as concluded_count
    from {{ ref('mart_clue_funnel') }}

)

select * from ordered
where
    reached_count < earlier_count
    or reached_count > clue_count
    or (stage = 'substantiated' and reached_count > concluded_count)
    or (reached_count is not null) != is_mature
