{%- set measures = ['received', 'transferred', 'concluded', 'filed'] -%}

with

clue_months as (

    select * from {{ ref('agg_clue_month') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

returned as (

    select monthly.*
    from {{ ref('stg_clue_month') }} as monthly
    inner join run on monthly.month <= {{ period_label('month', 'run.as_of') }}

),

computed as (

    {% for breakdown, code in clue_breakdowns() %}
        select
            month,
            unit_code,
            '{{ breakdown }}' as breakdown,
            {{ code }} as breakdown_code,
            {{ sums_of(['received_count', 'transferred_count', 'concluded_count', 'filed_count']) }}
        from clue_months
        group by all
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

paired as (

    {% for measure in measures %}
        select
            coalesce(computed.month, returned.month) as month,
            coalesce(computed.unit_code, returned.unit_code) as unit_code,
            coalesce(computed.breakdown, returned.breakdown) as breakdown,
            coalesce(computed.breakdown_code, returned.breakdown_code) as breakdown_code,
            '{{ measure }}' as measure,
            returned.{{ measure }}_count as returned_count,
            coalesce(computed.{{ measure }}_count, 0) as computed_count
        from computed
        full outer join returned
            on
                computed.month = returned.month
                and computed.unit_code = returned.unit_code
                and computed.breakdown = returned.breakdown
                and computed.breakdown_code = returned.breakdown_code
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

final as (

    select
        *,
        returned_count - computed_count as difference,
        coalesce(returned_count = computed_count, false) as is_matched
    from paired
    where returned_count is not null or computed_count > 0

)

select * from final
