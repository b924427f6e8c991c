{#- The columns of an indicator that is a count, over the sums of a roll-up by subject and period:
    it has no denominator and no interval. -#}
{% macro count_figure(indicator_id, count) -%}
    '{{ indicator_id }}' as indicator_id,
    subject_kind,
    subject_code,
    period_kind,
    period,
    period_from,
    period_to,
    period_to as settled_on,
    {{ count }} as numerator,
    cast(null as bigint) as denominator,
    {{ count }} as sample_count,
    cast({{ count }} as double) as value,
    cast(null as double) as interval_low,
    cast(null as double) as interval_high,
    cast(null as varchar) as interval_method,
    true as has_base,
    {{ unmarked() }}
{%- endmacro %}
