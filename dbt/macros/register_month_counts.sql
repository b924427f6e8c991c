{#- Current rows of each register by month of its event date, or by the first month of the period
    that it names instead, with the newest date: contract, month_on, newest_on, row_count. Months
    that this run has not changed are kept; rows without a date have no month to be kept by, so a
    register that holds some is counted whole. -#}
{% macro register_month_counts(registers) -%}
    {%- for register in registers -%}
        {%- set said = register.event_date or 'null' -%}
        {%- set event_on = period_begin(said) if register.is_event_period
            else 'cast(' ~ said ~ ' as date)' -%}
        {%- set changed = changed_months(register.contract, event_on) -%}
        {%- set months = none if changed and 'null' in changed else changed -%}
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
            select contract, month_on, newest_on, row_count
            from {{ last_made() }}
            where
                contract = '{{ register.contract }}'
                and coalesce(not ({{ in_months('month_on', months) }}), true)
        {%- endif %}
        {{ 'union all' if not loop.last }}
    {% endfor -%}
{%- endmacro %}
