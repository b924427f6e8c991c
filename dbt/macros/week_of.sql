{#- Monday of the week of a date. -#}
{% macro week_of(day) -%}
    cast(date_trunc('week', {{ day }}) as date)
{%- endmacro %}
