with

counted as (

    {% for register in var('registers') %}
        {%- set event_on = register.event_date or 'cast(null as date)' %}
        {%- set months = changed_months(register.contract, event_on) %}
        {#- Rows without a day have no month of their own to be kept by. #}
        {%- set months = none if months and 'null' in months else months %}
        select
            '{{ register.contract }}' as contract,
            {{ month_of(event_on) }} as month_on,
            max({{ event_on }}) as newest_on,
            count(*) as row_count
        from {{ ref('stg_' ~ register.contract) }}
        where {{ in_months(event_on, months) }}
        group by month_on
        {%- if months is not none %}
            union all
            select
                contract,
                month_on,
                newest_on,
                row_count
            from {{ this }}
            where
                contract = '{{ register.contract }}'
                and coalesce(not ({{ in_months('month_on', months) }}), true)
        {%- endif %}
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

final as (

    select
        contract,
        month_on,
        newest_on,
        row_count
    from counted

)

select * from final
