{#- Whether `row` (an alias with valid_from and valid_to) holds on `day`; valid_to is the first day
    on which it no longer does, empty while it does. -#}
{% macro holds_on(row, day) -%}
    {{ row }}.valid_from <= {{ day }}
    and {{ day }} < {{ open_end(row ~ '.valid_to') }}
{%- endmacro %}
