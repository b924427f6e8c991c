{#- First day of the period of kind `kind` (`months` long) that a label names. -#}
{% macro period_from_label(kind, months, label) -%}
    {%- set position = {'month': 6, 'quarter': 7, 'half_year': 7} -%}
    {%- set number = 'cast(substring(' ~ label ~ ', ' ~ position[kind] ~ ') as integer)' -%}
    {%- set month = '1' if kind == 'year' else months ~ ' * (' ~ number ~ ' - 1) + 1' -%}
    make_date(cast(left({{ label }}, 4) as integer), {{ month }}, 1)
{%- endmacro %}
