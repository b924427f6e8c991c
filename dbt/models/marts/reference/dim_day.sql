with

final as (

    select
        day,
        is_workday,
        basis,
        {{ week_of('day') }} as day_week,
        {{ period_column('month', 'day') }},
        {{ period_column('quarter', 'day') }},
        {{ period_column('half_year', 'day') }},
        {{ period_column('year', 'day') }}
    from {{ ref('stg_calendar_day') }}

)

select * from final
