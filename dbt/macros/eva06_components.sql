{#- The three rates of EVA06: code, numerator and denominator among the sums. -#}
{% macro eva06_components() %}
    {{ return([
        ('response', 'contacted_count', 'ticket_count'),
        ('solved', 'solved_count', 'solved_base_count'),
        ('satisfied', 'satisfied_count', 'satisfied_base_count'),
    ]) }}
{% endmacro %}
