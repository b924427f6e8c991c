{#- What everyone sees of mart_scorecard: between which ends each score lies by the figures that
    everyone sees, before red lines, which are told to leaders alone. -#}
with

scored as (

    select * from {{ ref('int_open_scorecard_scored') }}

),

final as (

    select
        period,
        subject_kind,
        subject_code,
        part,
        period_kind,
        level,
        weight,
        applicable_weight,
        effective_weight,
        cast(null as double) as score,
        cast(null as double) as score_before_red_lines,
        cast(null as double) as bonus_points,
        status,
        {{ empty_list() }} as red_lines,
        score_low,
        score_high,
        cast(null as double) as interval_low,
        cast(null as double) as interval_high,
        cast(null as bigint) as peer_count,
        cast(null as bigint) as best_rank,
        cast(null as bigint) as worst_rank,
        cast(null as bigint) as tier,
        cast(null as double) as weights_shift,
        cast(null as double) as geometric_shift,
        cast(null as double) as left_out_shift,
        cast(null as varchar) as left_out_indicator_id
    from scored
    where part is not null

)

select * from final
