with

run as (

    select * from {{ source('raw', 'run') }}

),

register_months as (

    select * from {{ ref('int_register_month') }}

),

-- no due date lies before its event, so no cohort begins earlier than the first event
bounds as (

    select
        min(register_months.month_on) as first_month_on,
        {{ month_of('max(run.as_of)') }} as last_month_on
    from register_months
    cross join run

),

months as (

    select {{ months_between('first_month_on', 'last_month_on') }} as month_on
    from bounds

),

final as (

    {% for kind, length in period_kinds() %}
        select
            month_on,
            '{{ kind }}' as period_kind,
            {{ period_label(kind, 'month_on') }} as period,
            {{ period_start(length, 'month_on') }} as period_from,
            {{ period_end(length, 'month_on') }} as period_to
        from months
        {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from final
