{#- Last day of the period of `months` months (1, 3, 6 or 12) that a date falls in. -#}
{% macro period_end(months, day) -%}
    cast({{ period_start(months, day) }} + interval {{ months }} month - interval 1 day as date)
{%- endmacro %}
