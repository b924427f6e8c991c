with

run as (

    select
        {{ months_after(month_of('as_of'), -12) }} as period_from,
        {{ month_of('as_of') }} - 1 as period_to
    from {{ source('raw', 'run') }}

),

final as (

    select
        risks.area_code,
        risks.sector_code,
        risks.component,
        run.period_from,
        run.period_to,
        risks.event_count,
        risks.exposure_count,
        risks.peer_count,
        risks.rate,
        risks.centre,
        risks.shrunk_rate,
        risks.shrunk_low,
        risks.shrunk_high,
        risks.reliability,
        risks.score,
        risks.score_low,
        risks.score_high,
        risks.status,
        risks.needs_review
    from {{ ref('int_sector_risk') }} as risks
    cross join run

)

select * from final
