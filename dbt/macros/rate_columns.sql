{#- One component rate of a composite with its Wilson interval, as percentages: <name>_rate,
    <name>_low and <name>_high. -#}
{% macro rate_columns(name, numerator, denominator) -%}
    {{ share_percent(numerator, denominator) }} as {{ name }}_rate,
    {{ wilson_percent(numerator, denominator, 'low') }} as {{ name }}_low,
    {{ wilson_percent(numerator, denominator, 'high') }} as {{ name }}_high
{%- endmacro %}
