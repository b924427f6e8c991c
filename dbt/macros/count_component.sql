{#- The columns of one count by kind within an indicator that is a count, over the sums of a
    roll-up by subject and period: it has no weight, no denominator and no interval. -#}
{% macro count_component(indicator_id, component, count) -%}
    '{{ indicator_id }}' as indicator_id,
    '{{ component }}' as component,
    subject_kind,
    subject_code,
    period_kind,
    period,
    cast(null as double) as weight,
    {{ count }} as numerator,
    cast(null as bigint) as denominator,
    cast({{ count }} as double) as value,
    cast(null as double) as interval_low,
    cast(null as double) as interval_high
{%- endmacro %}
