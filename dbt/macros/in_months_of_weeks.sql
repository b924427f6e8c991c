{#- Whether the week of a date begins in one of `months` (first days, as texts); true where
    `months` is none. The bounds of the date itself let a scan skip what lies outside. -#}
{% macro in_months_of_weeks(day, months) -%}
    {%- if months is none -%}
        true
    {%- elif months | length == 0 -%}
        false
    {%- else -%}
        {{ day }} >= date '{{ months | min }}'
        and {{ day }} <= last_day(date '{{ months | max }}') + 6
        and {{ month_of(week_of(day)) }} in (date '{{ months | join("', date '") }}')
    {%- endif -%}
{%- endmacro %}
