{#- Aggregate: what stands in any of the lists of a column, sorted and once. -#}
{% macro all_flags(column) -%}
    list_sort(list_distinct(flatten(list({{ column }}))))
{%- endmacro %}
