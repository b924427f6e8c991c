with

final as (

    {% for register in var('registers') %}
        {% set event_on = register.event_date or 'cast(null as date)' %}
        select
            '{{ register.contract }}' as contract,
            {{ month_of(event_on) }} as month_on,
            max({{ event_on }}) as newest_on,
            count(*) as row_count
        from {{ ref('stg_' ~ register.contract) }}
        group by month_on
        {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from final
