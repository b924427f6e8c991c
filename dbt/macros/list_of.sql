{#- A list of the one value of a column. -#}
{% macro list_of(column) -%}
    [{{ column }}]
{%- endmacro %}
