{#- Aggregate: the mean of a column; empty where one of its values is. -#}
{% macro mean_of_all(column) -%}
    case when count({{ column }}) = count(*) then avg({{ column }}) end
{%- endmacro %}
