{#- Whether a date lies in one of `months` (first days, as texts); true where `months` is none. The
    outer bounds let a scan skip what lies outside. -#}
{% macro in_months(day, months) -%}
    {%- if months is none -%}
        true
    {%- elif months | length == 0 -%}
        false
    {%- else -%}
        {{ day }} >= date '{{ months | min }}'
        and {{ day }} <= last_day(date '{{ months | max }}')
        and {{ month_of(day) }} in (date '{{ months | join("', date '") }}')
    {%- endif -%}
{%- endmacro %}
