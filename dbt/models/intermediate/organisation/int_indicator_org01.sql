with

run as (

    select as_of from {{ source('raw', 'run') }}

),

meetings as (

    select
        meetings.*,
        {{ period_start(3, 'meetings.held_on') }} as quarter_on
    from {{ ref('stg_meeting') }} as meetings
    inner join run on meetings.held_on <= run.as_of

),

-- a session may be held up to the last day of its quarter, so that none is lacking before
quarters as (

    select distinct
        months.period_from as quarter_on,
        months.period_to as ends_on
    from {{ ref('int_period_month') }} as months
    inner join run on months.period_to <= run.as_of
    where months.period_kind = 'quarter'

),

-- asked of a unit from the first session on that the register has of it, as last stated
asked as (

    select
        quarters.quarter_on,
        quarters.ends_on,
        meetings.unit_code,
        coalesce(
            {{ latest_value(
                'meetings.required_count', 'cast(meetings.held_on as varchar) || meetings.meeting_id'
            ) }} filter (where meetings.required_count is not null),
            {{ indicator_limit('ORG01') }}
        ) as required_count
    from quarters
    inner join meetings on quarters.quarter_on >= meetings.quarter_on
    group by quarters.quarter_on, quarters.ends_on, meetings.unit_code

),

held as (

    select
        quarter_on,
        unit_code,
        count(*) as held_count
    from meetings
    where topic_code != 'other'
    group by quarter_on, unit_code

),

-- more than was asked makes up for no other quarter
compared as (

    select
        asked.unit_code,
        asked.ends_on,
        asked.required_count,
        least(coalesce(held.held_count, 0), asked.required_count) as held_count
    from asked
    left join held
        on asked.quarter_on = held.quarter_on and asked.unit_code = held.unit_code

),

months as (

    {{ unit_month_sums('compared', 'ends_on', [
        ('required_count', 'sum(items.required_count)'),
        ('held_count', 'sum(items.held_count)'),
    ]) }}

),

-- a unit that no longer exists at the quarter's end is asked for nothing
lasting as (

    select * from months
    where area_code is not null

),

sums as (

    {{ subject_period_sums('lasting', ['held_count', 'required_count'], shortest='quarter') }}

),

final as (

    select {{ share_figure('ORG01', 'held_count', 'required_count') }}
    from sums

)

select * from final
