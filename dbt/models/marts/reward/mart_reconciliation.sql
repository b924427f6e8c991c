{%- set measures = ['received', 'transferred', 'concluded', 'filed'] -%}

with

clue_months as (

    select * from {{ ref('agg_clue_month') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

returned as (

    select returns.*
    from {{ ref('stg_clue_month') }} as returns
    inner join run on returns.month <= {{ period_label('month', 'run.as_of') }}

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
            month,
            unit_code,
            breakdown,
            breakdown_code,
            '{{ measure }}' as measure,
            returned.{{ measure }}_count as returned_count,
            coalesce(computed.{{ measure }}_count, 0) as computed_count
        from computed
        full outer join returned using (month, unit_code, breakdown, breakdown_code)
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
