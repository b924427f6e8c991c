with

scored as (

    select * from {{ ref('int_scorecard_scored') }}

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
        score,
        score_before_red_lines,
        bonus_points,
        status,
        red_lines,
        cast(null as double) as score_low,
        cast(null as double) as score_high,
        interval_low,
        interval_high,
        peer_count,
        best_rank,
        worst_rank,
        tier,
        weights_shift,
        geometric_shift,
        left_out_shift,
        left_out_indicator_id
    from scored
    where part is not null

)

select * from final
