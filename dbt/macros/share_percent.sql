{#- A numerator as a percentage of its denominator; empty where the denominator is zero. -#}
{% macro share_percent(numerator, denominator) -%}
    1e2 * {{ numerator }} / nullif({{ denominator }}, 0)
{%- endmacro %}
