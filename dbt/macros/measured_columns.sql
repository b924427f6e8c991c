{#- An estimate and the limits of its interval under the names that a figure has. -#}
{% macro measured_columns(estimate, low, high) -%}
    {{ estimate }} as value,
    {{ low }} as interval_low,
    {{ high }} as interval_high
{%- endmacro %}
