{#- Aggregate: the value of `column` in the row whose `position` is the greatest. -#}
{% macro latest_value(column, position) -%}
    arg_max({{ column }}, {{ position }})
{%- endmacro %}
