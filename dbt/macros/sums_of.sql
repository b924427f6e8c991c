{#- Sums of additive measures under their own names: counts as whole numbers, yuan to the fen. -#}
{% macro sums_of(measures, relation=none) -%}
    {%- for measure in measures -%}
        {%- set exact = 'decimal(18, 2)' if measure.endswith('_yuan') else 'bigint' -%}
        cast(sum({{ relation ~ '.' if relation }}{{ measure }}) as {{ exact }}) as {{ measure }}
        {{- ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
