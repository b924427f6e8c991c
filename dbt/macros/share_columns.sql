{#- The columns of a share: `value` with its Wilson interval, as percentages. -#}
{% macro share_columns(numerator, denominator) -%}
    {{ share_percent(numerator, denominator) }} as value,
    {{ wilson_percent(numerator, denominator, 'low') }} as interval_low,
    {{ wilson_percent(numerator, denominator, 'high') }} as interval_high
{%- endmacro %}
