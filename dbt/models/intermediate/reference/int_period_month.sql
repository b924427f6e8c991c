{%- set listed_from = 'least(' ~ period_from_label('half_year', 6, 'half_year') ~ ', listed_on)' -%}
{%- set first_step = 'least(' ~ decision_steps() | join(', ') ~ ')' -%}

with

run as (

    select * from {{ source('raw', 'run') }}

),

register_months as (

    select * from {{ ref('int_register_month') }}

),

-- no due date lies before its event, so no cohort begins earlier than the first event; what has
-- no event date is known by its due date or the year that planned it, and any step of a decision
-- may be the one that nothing shows
first_months as (

    select min(month_on) as month_on from register_months

    union all

    select min({{ month_of('due_on') }}) as month_on from {{ ref('stg_mechanism_item') }}

    union all

    select min({{ month_of(listed_from) }}) as month_on
    from {{ ref('stg_party_branch_status') }}

    union all

    select min({{ month_of(first_step) }}) as month_on
    from {{ ref('stg_village_decision') }}

    union all

    select {{ month_of(year_end('min(planned_year)')) }} as month_on
    from {{ ref('stg_supervision_task') }}

    union all

    select {{ month_of('min(due_on)') }} as month_on from {{ ref('stg_return_log') }}

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
