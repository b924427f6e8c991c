{#- All rows of the models `prefix` + indicator id in lower case; they return the same columns. -#}
{% macro union_by_indicator(prefix, indicators) -%}
    {%- for indicator_id in indicators -%}
        select * from {{ ref(prefix ~ indicator_id | lower) }}
        {{- ' union all ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
