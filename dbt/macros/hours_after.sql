{#- The moment a number of hours after another. -#}
{% macro hours_after(moment, hours) -%}
    {{ moment }} + to_hours({{ hours }})
{%- endmacro %}
