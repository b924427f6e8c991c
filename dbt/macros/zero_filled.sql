{#- Counts under their own names, 0 where a join found none. -#}
{% macro zero_filled(measures, relation) -%}
    {%- for measure in measures -%}
        coalesce({{ relation }}.{{ measure }}, 0) as {{ measure }}
        {{- ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
