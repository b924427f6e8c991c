{#- The columns of an indicator that is a plain share of records, over the sums of a roll-up by
    subject and period; `settled_on` is the day from which the figure no longer runs. -#}
{% macro share_figure(indicator_id, numerator, denominator, settled_on='period_to') -%}
    '{{ indicator_id }}' as indicator_id,
    subject_kind,
    subject_code,
    period_kind,
    period,
    period_from,
    period_to,
    {{ settled_on }} as settled_on,
    {{ numerator }} as numerator,
    {{ denominator }} as denominator,
    {{ denominator }} as sample_count,
    {{ share_columns(numerator, denominator) }},
    'wilson@1' as interval_method,
    true as has_base,
    {{ unmarked() }}
{%- endmacro %}
