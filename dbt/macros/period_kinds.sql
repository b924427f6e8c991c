{#- The kinds of period, shortest first, with their length in months. -#}
{% macro period_kinds() %}
    {{ return([('month', 1), ('quarter', 3), ('half_year', 6), ('year', 12)]) }}
{% endmacro %}
