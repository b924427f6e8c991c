{%- set events = [
    ('received', 'received_unit_code', 'received_on'),
    ('transferred', 'transferring_unit_code', 'transferred_on'),
    ('concluded', 'checking_unit_code', 'concluded_on'),
    ('filed', 'checking_unit_code', 'case_filed_on'),
] -%}

with

clues as (

    select * from {{ ref('int_clue') }}

),

counted as (

    {% for event, unit_code, event_on in events %}
        select
            {{ period_column('month', event_on) }},
            {{ unit_code }} as unit_code,
            area_code,
            coalesce(sector_code, 'none') as sector_code,
            channel,
        {% for name, _unit, _day in events %}
            {{ 'count(*)' if name == event else '0' }} as {{ name }}_count
            {{- ',' if not loop.last }}
        {% endfor %}
        from clues
        where {{ event_on }} is not null
        group by all
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

final as (

    select
        month,
        unit_code,
        area_code,
        sector_code,
        channel,
        {{ sums_of(['received_count', 'transferred_count', 'concluded_count', 'filed_count']) }}
    from counted
    group by month, unit_code, area_code, sector_code, channel

)

select * from final
