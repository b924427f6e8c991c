{#- The period of a date in a column named after its kind: month, quarter, half_year or year. -#}
{% macro period_column(kind, day) -%}
    {{ period_label(kind, day) }} as {{ kind }}
{%- endmacro %}
