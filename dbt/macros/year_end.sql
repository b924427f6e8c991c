{#- Last day of a year that is given as a number; empty where there is none. -#}
{% macro year_end(year) -%}
    make_date({{ year }}, 12, 31)
{%- endmacro %}
