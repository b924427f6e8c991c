{#- First day of the period of `months` months (1, 3, 6 or 12) that a date falls in. -#}
{% macro period_start(months, day) -%}
    make_date(year({{ day }}), month({{ day }}) - (month({{ day }}) - 1) % {{ months }}, 1)
{%- endmacro %}
