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
        cast(null as double) as score_high
    from scored
    where part is not null

)

select * from final
