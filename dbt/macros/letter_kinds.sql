{#- The kinds of recommendation letters. -#}
{% macro letter_kinds() %}
    {{ return(['supervision', 'judicial', 'procuratorial', 'police_notice']) }}
{% endmacro %}
