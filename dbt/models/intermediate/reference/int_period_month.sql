with

run as (

    select * from {{ source('raw', 'run') }}

),

register_months as (

    select * from {{ ref('int_register_month') }}

),

-- no due date lies before its event, so no cohort begins earlier than the first event; returns and
-- plans have no event date and name the period they are for
first_months as (

    select min(month_on) as month_on from register_months

    union all

    select min({{ period_from_label('month', 1, 'month') }}) as month_on
    from {{ ref('stg_clue_month') }}

    union all

    select min({{ period_from_label('quarter', 3, 'quarter') }}) as month_on
    from {{ ref('stg_clue_spot_check') }}

    union all

    select {{ month_of(year_end('min(planned_year)')) }} as month_on
    from {{ ref('stg_supervision_task') }}

    union all

    select {{ month_of('min(due_on)') }} as month_on from {{ ref('stg_return_log') }}

    union all

    select min({{ period_from_label('quarter', 3, 'quarter') }}) as month_on
    from {{ ref('stg_budget') }}

    union all

    select min({{ period_from_label('half_year', 6, 'half_year') }}) as month_on
    from {{ ref('stg_staffing') }}

),

bounds as (

    select
        min(first_months.month_on) as first_month_on,
        {{ month_of('max(run.as_of)') }} as last_month_on
    from first_months
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
