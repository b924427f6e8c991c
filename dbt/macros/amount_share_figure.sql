{#- The columns of an indicator that is a share of an amount in yuan, over the sums of a roll-up by
    subject and period. `cases` is how many stand behind it; amounts are no sample of anything, so
    that there is no interval. -#}
{% macro amount_share_figure(indicator_id, numerator, denominator, cases) -%}
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
    {{ cases }} as sample_count,
    cast({{ share_percent(numerator, denominator) }} as double) as value,
    cast(null as double) as interval_low,
    cast(null as double) as interval_high,
    cast(null as varchar) as interval_method,
    true as has_base,
    {{ unmarked() }}
{%- endmacro %}
