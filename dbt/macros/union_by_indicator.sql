{#- The `columns` of all models named `prefix` + indicator id in lower case. A model that lacks one
    of them fails by name. -#}
{% macro union_by_indicator(prefix, indicators, columns) -%}
    {%- for indicator_id in indicators -%}
        select {{ columns | join(', ') }} from {{ ref(prefix ~ indicator_id | lower) }}
        {{- ' union all ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
