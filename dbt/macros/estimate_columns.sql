{#- The columns of an estimated percentage: `value` with the interval that reaches `below` and
    `above` it, all held within 0 to 100. -#}
{% macro estimate_columns(estimate, below, above) -%}
    {{ clipped_percent(estimate) }} as value,
    {{ clipped_percent('(' ~ estimate ~ ' - ' ~ below ~ ')') }} as interval_low,
    {{ clipped_percent('(' ~ estimate ~ ' + ' ~ above ~ ')') }} as interval_high
{%- endmacro %}
