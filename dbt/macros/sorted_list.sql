{#- Aggregate: the values of a column as a sorted list. -#}
{% macro sorted_list(column) -%}
    list({{ column }} order by {{ column }})
{%- endmacro %}
