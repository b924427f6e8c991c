{#- The day a number of months after (or, where negative, before) a date; the last of the month
    where that has no such day. -#}
{% macro months_after(day, months) -%}
    cast({{ day }} + to_months({{ months }}) as date)
{%- endmacro %}
