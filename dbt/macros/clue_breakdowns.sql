{#- The ways in which clue counts are broken down, with the SQL of the code in each. -#}
{% macro clue_breakdowns() %}
    {{ return([('total', "'total'"), ('sector', 'sector_code'), ('channel', 'channel')]) }}
{% endmacro %}
