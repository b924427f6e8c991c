{#- Whether two figures are of the same indicator, subject and period. -#}
{% macro figure_key(one, other) -%}
    {%- for column in ['indicator_id', 'subject_kind', 'subject_code', 'period_kind', 'period'] -%}
        {{ one }}.{{ column }} = {{ other }}.{{ column }}
        {{- ' and ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
