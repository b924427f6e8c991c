{#- Sums of additive measures under their own names, as whole numbers unless another `type` is said:
    decimals for amounts. -#}
{% macro sums_of(measures, relation=none, type='bigint') -%}
    {%- for measure in measures -%}
        cast(sum({{ relation ~ '.' if relation }}{{ measure }}) as {{ type }}) as {{ measure }}
        {{- ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
