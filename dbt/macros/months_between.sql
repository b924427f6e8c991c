{#- One row for each month from `first_month` to `last_month` (first days, both included), for use
    in a select list. -#}
{% macro months_between(first_month, last_month) -%}
    cast(unnest(generate_series({{ first_month }}, {{ last_month }}, interval 1 month)) as date)
{%- endmacro %}
