{#- Name of the period of a date: 2026-09, 2026-Q3, 2026-H2 or 2026. -#}
{% macro period_label(kind, day) -%}
    {%- if kind == 'month' -%}
        strftime({{ day }}, '%Y-%m')
    {%- elif kind == 'quarter' -%}
        strftime({{ day }}, '%Y-Q') || cast(quarter({{ day }}) as varchar)
    {%- elif kind == 'half_year' -%}
        strftime({{ day }}, '%Y-H') || case when month({{ day }}) <= 6 then '1' else '2' end
    {%- else -%}
        strftime({{ day }}, '%Y')
    {%- endif -%}
{%- endmacro %}
