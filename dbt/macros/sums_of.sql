{#- Sums of additive counts under their own names, as whole numbers. -#}
{% macro sums_of(measures, relation=none) -%}
    {%- for measure in measures -%}
        cast(sum({{ relation ~ '.' if relation }}{{ measure }}) as bigint) as {{ measure }}
        {{- ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
