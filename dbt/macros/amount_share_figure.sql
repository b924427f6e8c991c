{#- The columns of an indicator that is a share of an amount, over the sums of a roll-up by subject
    and period. It rests on `sample_count` records and has no interval: money is no sample. -#}
{% macro amount_share_figure(indicator_id, numerator, denominator, sample_count) -%}
    '{{ indicator_id }}' as indicator_id,
    subject_kind,
    subject_code,
    period_kind,
    period,
    period_from,
    period_to,
    period_to as settled_on,
    {{ numerator }} as numerator,
    {{ denominator }} as denominator,
    {{ sample_count }} as sample_count,
    cast({{ share_percent(numerator, denominator) }} as double) as value,
    cast(null as double) as interval_low,
    cast(null as double) as interval_high,
    cast(null as varchar) as interval_method,
    true as has_base,
    {{ unmarked() }}
{%- endmacro %}
